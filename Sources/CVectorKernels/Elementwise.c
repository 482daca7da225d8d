// Element-wise programs: checks aliases, weighs the work and shares the blocks among threads.
#include "Elementwise.h"

#include <string.h>

#include "Level.h"
#include "Threads.h"

/// The cost of an instruction in additions.
static int64_t weight(uint16_t opcode) {
  switch (opcode) {
    case MK_EXP:
    case MK_LOG:
    case MK_LOG1P:
    case MK_TANH:
    case MK_LOGISTIC: return 8;
    case MK_SOFTPLUS:
    case MK_SIN:
    case MK_COS: return 16;
    case MK_POWER: return 32;
    case MK_DIVIDE:
    case MK_ROOT_MULTIPLY_ADD:
    case MK_SUBTRACT_SCALED_QUOTIENT:
    case MK_SQRT:
    case MK_RSQRT: return 4;
    default: return 1;
  }
}

static int reads(const mk_instruction *step, int32_t slot) {
  return step->a == slot || step->b == slot || step->c == slot || step->d == slot;
}

/// Whether a program still reads `input` after it has written `output`.
static int reads_after_write(const mk_program *program, int32_t input, int32_t output) {
  int written = 0;
  for (int32_t i = 0; i < program->instruction_count; i++) {
    const mk_instruction *step = &program->instructions[i];
    if (written && reads(step, input)) return 1;
    written = written || step->result == output;
  }
  return 0;
}

static int64_t unit_count(const mk_program *program) {
  const int64_t blocks = (program->rows * program->columns + MK_BLOCK - 1) / MK_BLOCK;
  return blocks > program->rows ? blocks : program->rows;
}

static int64_t partial_count(const mk_program *program, const mk_sum *sum) {
  return sum->extent == MK_SUM_LANES ? program->rows * MK_LANES : unit_count(program);
}

int64_t mk_program_partials(const mk_program *program) {
  int64_t count = 0;
  for (int32_t i = 0; i < program->sum_count; i++) {
    count += partial_count(program, &program->sums[i]);
  }
  return count;
}

void mk_plan_program(const mk_program *program, mk_elementwise_plan *plan) {
  plan->program = program;
  plan->count = program->rows * program->columns;
  plan->units = unit_count(program);
  double *partials = program->partials;
  for (int32_t i = 0; i < program->sum_count; i++) {
    plan->partials[i] = partials;
    partials += partial_count(program, &program->sums[i]);
  }
  for (int32_t input = 0; input < program->input_count; input++) {
    int32_t access = program->inputs[input].access;
    if (access == MK_PRODUCT) access = MK_FULL;
    if (access == MK_COLUMN && program->columns == 1) access = MK_FULL;
    if (access == MK_ROW && program->rows == 1) access = MK_FULL;
    if (access == MK_COLUMN && program->rows == 1) access = MK_SCALAR;
    if (access == MK_ROW && program->columns == 1) access = MK_SCALAR;
    plan->access[input] = (uint8_t)access;
  }
  const int32_t first_output = program->input_count + program->temporary_count;
  for (int32_t output = 0; output < program->output_count; output++) {
    plan->staged[output] = 0;
    for (int32_t input = 0; input < program->input_count; input++) {
      if (program->inputs[input].data == program->outputs[output]
        && reads_after_write(program, input, first_output + output)) {
        plan->staged[output] = 1;
      }
    }
  }
}

int64_t mk_program_work(const mk_program *program) {
  int64_t work = program->sum_count;
  for (int32_t i = 0; i < program->instruction_count; i++) {
    work += weight(program->instructions[i].opcode);
  }
  return work * program->rows * program->columns;
}

void mk_begin_sums(const mk_elementwise_plan *plan) {
  const mk_program *program = plan->program;
  memset(program->partials, 0, (size_t)mk_program_partials(program) * sizeof(double));
  for (int32_t i = 0; plan->program->columns == 0 && i < program->sum_count; i++) {
    const mk_sum *sum = &program->sums[i];
    if (sum->extent == MK_SUM_ROWS) memset(sum->out, 0, (size_t)program->rows * sizeof(float));
  }
}

/// Adds the rows' sums in their order, each lane for itself.
static void end_lane_sums(const mk_sum *sum, const double *partials, int64_t rows) {
  for (int64_t first = 0; first < sum->count; first++) {
    double totals[MK_LANES] = {0};
    for (int64_t row = first; row < rows; row += sum->count) {
      for (int lane = 0; lane < MK_LANES; lane++) totals[lane] += partials[row * MK_LANES + lane];
    }
    float *out = sum->out + first * MK_LANES;
    for (int lane = 0; lane < MK_LANES; lane++) out[lane] = (float)totals[lane];
  }
}

void mk_end_sums(const mk_elementwise_plan *plan) {
  const mk_program *program = plan->program;
  for (int32_t i = 0; i < program->sum_count; i++) {
    const mk_sum *sum = &program->sums[i];
    if (sum->extent == MK_SUM_LANES) end_lane_sums(sum, plan->partials[i], program->rows);
    if (sum->extent != MK_SUM_ALL) continue;
    double total = 0;
    for (int64_t unit = 0; unit < plan->units; unit++) total += plan->partials[i][unit];
    *sum->out = (float)total;
  }
}

static void blocks_part(void *context, int32_t part, int32_t parts) {
  const mk_elementwise_plan *plan = context;
  int64_t first, end;
  mk_part_range((plan->count + MK_BLOCK - 1) / MK_BLOCK, part, parts, &first, &end);
  if (first < end) mk_current_level()->elementwise(plan, first, end);
}

/// How many rows share a block; parts are cut between blocks, so that threads change no sum.
static int64_t rows_at_once(const mk_program *program) {
  return program->columns < MK_BLOCK ? MK_BLOCK / program->columns : 1;
}

static void rows_part(void *context, int32_t part, int32_t parts) {
  const mk_elementwise_plan *plan = context;
  const int64_t unit = rows_at_once(plan->program), rows = plan->program->rows;
  int64_t first, end;
  mk_part_range((rows + unit - 1) / unit, part, parts, &first, &end);
  end = end * unit < rows ? end * unit : rows;
  if (first < end) mk_current_level()->elementwise_rows(plan, NULL, first * unit, end);
}

static int sums_rows(const mk_program *program) {
  for (int32_t i = 0; i < program->sum_count; i++) {
    if (program->sums[i].extent != MK_SUM_ALL) return 1;
  }
  return 0;
}

void mk_elementwise(const mk_program *program) {
  mk_elementwise_plan plan;
  mk_plan_program(program, &plan);
  if (program->sum_count > 0) mk_begin_sums(&plan);
  if (plan.count > 0) {
    const int64_t work = mk_program_work(program);
    if (sums_rows(program)) {
      mk_run_parts(rows_part, &plan, work, program->rows / rows_at_once(program));
    } else {
      mk_run_parts(blocks_part, &plan, work, (plan.count + MK_BLOCK - 1) / MK_BLOCK);
    }
  }
  if (program->sum_count > 0) mk_end_sums(&plan);
}
