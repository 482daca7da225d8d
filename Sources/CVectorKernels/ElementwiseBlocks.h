// Runs an element-wise program block by block, everything but its inputs and outputs in scratch.

enum { SLOT_ROOM = MK_BLOCK + MK_LANES, ROW_ROOM = 2 * MK_BLOCK + MK_LANES };

/// How one input gets to its slot for each block.
typedef struct {
  const uint32_t *data;
  uint32_t *scratch;
  uint8_t access;
  // The row repeated until it covers a block from any starting column.
  uint8_t repeated;
  int64_t lanes, inner, count;
  // The stretch of equal lanes that the first `filled` elements of the scratch hold.
  int64_t stretch;
  int32_t filled;
} block_input;

/// Writes `value` to at least `count` places; may write up to 15 more.
MK_INLINE void spread(uint32_t *out, uint32_t value, int64_t count) {
  for (int64_t i = 0; i < count; i += MK_LANES) store_uint(out + i, (vuint)value);
}

/// Each element of a column `columns` times, starting inside the first of them.
static void expand_column(
  uint32_t *out, const uint32_t *column, int64_t start, int64_t columns, int32_t length) {
  const uint32_t *value = column + start / columns;
  int64_t i = columns - start % columns;
  spread(out, *value, i < length ? i : length);
  if (columns <= 4) {
    // A store of four covers a short run, and the next run starts where it should.
    typedef uint32_t vuint4 __attribute__((ext_vector_type(4)));
    for (; i < length; i += columns) {
      const vuint4 run = (vuint4)*++value;
      memcpy(out + i, &run, sizeof run);
    }
  } else {
    for (; i < length; i += columns) {
      spread(out + i, *++value, columns < length - i ? columns : length - i);
    }
  }
}

/// Copies a few or many elements; a call to memcpy takes longer than a few.
MK_INLINE void copy_words(uint32_t *out, const uint32_t *in, int64_t count) {
  if (count >= 2 * MK_LANES) {
    memcpy(out, in, (size_t)count * 4);
  } else {
    for (int64_t i = 0; i < count; i++) out[i] = in[i];
  }
}

/// Elements of a periodic input, `lanes` of them again and again for a while.
static void expand_period(block_input *input, int64_t start, int32_t length) {
  const int64_t lanes = input->lanes, run = input->inner * lanes;
  const int64_t left = run - start % run, stretch = start / run;
  const int begins = start % lanes == 0;
  if (begins && stretch == input->stretch && left >= length && length <= input->filled) return;
  uint32_t *out = input->scratch;
  const int whole = lanes % MK_LANES == 0 && start % MK_LANES == 0;
  for (int64_t i = 0; i < length;) {
    const int64_t rest = run - (start + i) % run, piece = rest < length - i ? rest : length - i;
    const uint32_t *values = input->data + (start + i) / run % input->count * lanes;
    const int64_t first = (start + i) % lanes;
    if (lanes == 1) {
      spread(out + i, *values, piece);
    } else if (whole) {
      for (int64_t j = 0; j < piece; j += MK_LANES) {
        store_uint(out + i + j, load_uint(values + (first + j) % lanes));
      }
    } else {
      int64_t lane = first;
      for (int64_t j = 0; j < piece; lane = 0) {
        const int64_t left_of_row = lanes - lane, left_of_piece = piece - j;
        const int64_t some = left_of_row < left_of_piece ? left_of_row : left_of_piece;
        copy_words(out + i + j, values + lane, some);
        j += some;
      }
    }
    i += piece;
  }
  input->stretch = begins && left >= length ? stretch : -1;
  input->filled = length;
}

static void prepare_input(
  const mk_elementwise_plan *plan, block_input *input, int64_t longest) {
  const int64_t columns = plan->program->columns;
  if (input->access == MK_SCALAR) {
    spread(input->scratch, *input->data, longest);
  } else if (input->access == MK_ROW && columns <= MK_BLOCK) {
    input->repeated = 1;
    const int64_t needed = columns + longest + MK_LANES;
    memcpy(input->scratch, input->data, columns * 4);
    for (int64_t filled = columns; filled < needed;) {
      const int64_t piece = filled < needed - filled ? filled : needed - filled;
      memcpy(input->scratch + filled, input->scratch, piece * 4);
      filled += piece;
    }
  }
}

/// Where `padded` readable elements of the input lie, of which the first `length` matter.
static const uint32_t *input_block(
  const mk_elementwise_plan *plan, block_input *input, int64_t start, int32_t length,
  int32_t padded) {
  const int64_t columns = plan->program->columns;
  const int64_t column = input->access == MK_ROW ? start % columns : 0;
  switch (input->access) {
    case MK_FULL:
      if (start + padded <= plan->count) return input->data + start;
      memset(input->scratch + padded - MK_LANES, 0, MK_LANES * 4);
      memcpy(input->scratch, input->data + start, length * 4);
      return input->scratch;
    case MK_ROW:
      if (input->repeated) return input->scratch + column;
      if (column + padded <= columns) return input->data + column;
      memset(input->scratch + padded - MK_LANES, 0, MK_LANES * 4);
      if (columns - column >= length) {
        memcpy(input->scratch, input->data + column, length * 4);
      } else {
        const int64_t first = columns - column;
        memcpy(input->scratch, input->data + column, first * 4);
        memcpy(input->scratch + first, input->data, (length - first) * 4);
      }
      return input->scratch;
    case MK_COLUMN:
      expand_column(input->scratch, input->data, start, columns, length);
      return input->scratch;
    case MK_PERIODIC:
      expand_period(input, start, length);
      return input->scratch;
    default:
      return input->scratch;
  }
}

/// Everything that stays the same from block to block.
typedef struct {
  const mk_elementwise_plan *plan;
  const mk_product *product;
  uint32_t *slots[MK_MAX_SLOTS], *output_scratch[MK_MAX_SLOTS];
  block_input inputs[MK_MAX_SLOTS];
  double carry[MK_MAX_SUMS];
} block_run;

enum { SCRATCH = MK_MAX_SLOTS * ROW_ROOM };

static void prepare_run(
  block_run *run, const mk_elementwise_plan *plan, const mk_product *product,
  uint32_t *scratch) {
  const mk_program *program = plan->program;
  const int64_t longest = plan->count < MK_BLOCK ? plan->count : MK_BLOCK;
  const int32_t slot_count =
    program->input_count + program->temporary_count + program->output_count;
  run->plan = plan;
  run->product = product;
  for (int32_t slot = 0; slot < slot_count; slot++) {
    run->slots[slot] = run->output_scratch[slot] = scratch;
    scratch += SLOT_ROOM;
    if (slot >= program->input_count) continue;
    block_input *input = &run->inputs[slot];
    *input = (block_input){
      .data = program->inputs[slot].data, .scratch = run->slots[slot],
      .access = plan->access[slot], .lanes = program->inputs[slot].lanes,
      .inner = program->inputs[slot].inner, .count = program->inputs[slot].count, .stretch = -1};
    if (input->access == MK_ROW) scratch += ROW_ROOM - SLOT_ROOM;
    prepare_input(plan, input, longest);
  }
}

static const uint32_t *product_block(
  const mk_product *product, uint32_t *scratch, int64_t start, int32_t length, int32_t padded) {
  const float *data = product->data + (start - product->first);
  if (start + padded <= product->end) return (const uint32_t *)data;
  memset(scratch + padded - MK_LANES, 0, MK_LANES * 4);
  memcpy(scratch, data, (size_t)length * 4);
  return scratch;
}

/// Elements start ..< start + length, at most MK_BLOCK.
static void run_block(block_run *run, int64_t start, int32_t length, int64_t unit) {
  const mk_elementwise_plan *plan = run->plan;
  const mk_program *program = plan->program;
  const int32_t first_output = program->input_count + program->temporary_count;
  const int32_t padded = (length + MK_LANES - 1) / MK_LANES * MK_LANES;
  uint32_t **slots = run->slots;
  for (int32_t slot = 0; slot < program->input_count; slot++) {
    block_input *input = &run->inputs[slot];
    slots[slot] =
      (uint32_t *)(input->access == MK_PRODUCT
                     ? product_block(run->product, input->scratch, start, length, padded)
                     : input_block(plan, input, start, length, padded));
  }
  for (int32_t output = 0; output < program->output_count; output++) {
    const int32_t slot = first_output + output;
    const int copied = plan->staged[output] || length < padded;
    slots[slot] =
      copied ? run->output_scratch[slot] : (uint32_t *)program->outputs[output] + start;
  }
  for (int32_t i = 0; i < program->instruction_count; i++) {
    const mk_instruction *step = &program->instructions[i];
    if (step->opcode == MK_ADAPTIVE_STEP) {
      run_adaptive_step(step + 1, slots, padded);
      i += 5;
      continue;
    }
    run_instruction(
      step->opcode, slots[step->result], slots[step->a], slots[step->b], slots[step->c],
      slots[step->d], padded);
  }
  if (program->sum_count > 0) sum_block(plan, slots, start, length, unit, run->carry);
  for (int32_t output = 0; output < program->output_count; output++) {
    const int32_t slot = first_output + output;
    if (slots[slot] != run->output_scratch[slot]) continue;
    memcpy((uint32_t *)program->outputs[output] + start, slots[slot], (size_t)length * 4);
  }
}

static void elementwise_blocks(
  const mk_elementwise_plan *plan, int64_t first_block, int64_t end_block) {
  _Alignas(64) uint32_t scratch[SCRATCH];
  block_run run;
  prepare_run(&run, plan, NULL, scratch);
  for (int64_t block = first_block; block < end_block; block++) {
    const int64_t start = block * MK_BLOCK, left = plan->count - start;
    run_block(&run, start, (int32_t)(left < MK_BLOCK ? left : MK_BLOCK), block);
  }
}

/// Blocks of whole rows, or whole blocks of one long row; `product` as far as these rows need.
static void elementwise_rows(
  const mk_elementwise_plan *plan, const mk_product *product, int64_t first_row,
  int64_t end_row) {
  _Alignas(64) uint32_t scratch[SCRATCH];
  block_run run;
  prepare_run(&run, plan, product, scratch);
  const int64_t columns = plan->program->columns;
  const int64_t rows_at_once = columns < MK_BLOCK ? MK_BLOCK / columns : 1;
  for (int64_t row = first_row; row < end_row; row += rows_at_once) {
    const int64_t rows = end_row - row < rows_at_once ? end_row - row : rows_at_once;
    const int64_t end = (row + rows) * columns;
    for (int64_t start = row * columns; start < end; start += MK_BLOCK) {
      run_block(&run, start, (int32_t)(end - start < MK_BLOCK ? end - start : MK_BLOCK), row);
    }
  }
}
