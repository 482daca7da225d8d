// Element-wise programs: checks aliases, weighs the work and shares the blocks among threads.
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
    case MK_SQRT:
    case MK_RSQRT: return 4;
    default: return 1;
  }
}

/// Whether a program still reads `input` after it has written `output`.
static int reads_after_write(const mk_program *program, int32_t input, int32_t output) {
  int written = 0;
  for (int32_t i = 0; i < program->instruction_count; i++) {
    const mk_instruction *step = &program->instructions[i];
    if (written && (step->a == input || step->b == input || step->c == input)) return 1;
    written = written || step->result == output;
  }
  return 0;
}

static void plan_program(const mk_program *program, mk_elementwise_plan *plan) {
  plan->program = program;
  plan->count = program->rows * program->columns;
  for (int32_t input = 0; input < program->input_count; input++) {
    int32_t access = program->inputs[input].access;
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

static void run_part(void *context, int32_t part, int32_t parts) {
  const mk_elementwise_plan *plan = context;
  int64_t first, end;
  mk_part_range((plan->count + MK_BLOCK - 1) / MK_BLOCK, part, parts, &first, &end);
  if (first < end) mk_current_level()->elementwise(plan, first, end);
}

void mk_elementwise(const mk_program *program) {
  mk_elementwise_plan plan;
  plan_program(program, &plan);
  if (plan.count <= 0) return;
  int64_t work = 0;
  for (int32_t i = 0; i < program->instruction_count; i++) {
    work += weight(program->instructions[i].opcode);
  }
  mk_run_parts(run_part, &plan, work * plan.count, (plan.count + MK_BLOCK - 1) / MK_BLOCK);
}
