// Runs an element-wise program block by block, everything but its inputs and outputs in scratch.

enum { SLOT_ROOM = MK_BLOCK + MK_LANES, ROW_ROOM = 2 * MK_BLOCK + MK_LANES };

/// How one input gets to its slot for each block.
typedef struct {
  const uint32_t *data;
  uint32_t *scratch;
  uint8_t access;
  // The row repeated until it covers a block from any starting column.
  uint8_t periodic;
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

static void prepare_input(
  const mk_elementwise_plan *plan, block_input *input, int64_t longest) {
  const int64_t columns = plan->program->columns;
  if (input->access == MK_SCALAR) {
    spread(input->scratch, *input->data, longest);
  } else if (input->access == MK_ROW && columns <= MK_BLOCK) {
    input->periodic = 1;
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
  const mk_elementwise_plan *plan, const block_input *input, int64_t start, int32_t length,
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
      if (input->periodic) return input->scratch + column;
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
    default:
      return input->scratch;
  }
}

static void elementwise_blocks(
  const mk_elementwise_plan *plan, int64_t first_block, int64_t end_block) {
  const mk_program *program = plan->program;
  _Alignas(64) uint32_t scratch[MK_MAX_SLOTS * ROW_ROOM];
  uint32_t *slots[MK_MAX_SLOTS], *next = scratch;
  block_input inputs[MK_MAX_SLOTS];
  const int64_t longest = plan->count < MK_BLOCK ? plan->count : MK_BLOCK;
  const int32_t first_output = program->input_count + program->temporary_count;
  const int32_t slot_count = first_output + program->output_count;
  for (int32_t slot = 0; slot < slot_count; slot++) {
    slots[slot] = next;
    next += SLOT_ROOM;
    if (slot >= program->input_count) continue;
    inputs[slot] = (block_input){
      .data = program->inputs[slot].data, .scratch = slots[slot], .access = plan->access[slot]};
    if (inputs[slot].access == MK_ROW) next += ROW_ROOM - SLOT_ROOM;
    prepare_input(plan, &inputs[slot], longest);
  }
  uint32_t *output_scratch[MK_MAX_SLOTS];
  memcpy(output_scratch, slots, sizeof slots);

  for (int64_t block = first_block; block < end_block; block++) {
    const int64_t start = block * MK_BLOCK, left = plan->count - start;
    const int32_t length = (int32_t)(left < MK_BLOCK ? left : MK_BLOCK);
    const int32_t padded = (length + MK_LANES - 1) / MK_LANES * MK_LANES;
    for (int32_t slot = 0; slot < program->input_count; slot++) {
      slots[slot] = (uint32_t *)input_block(plan, &inputs[slot], start, length, padded);
    }
    for (int32_t output = 0; output < program->output_count; output++) {
      const int32_t slot = first_output + output;
      const int copied = plan->staged[output] || length < padded;
      slots[slot] =
        copied ? output_scratch[slot] : (uint32_t *)program->outputs[output] + start;
    }
    for (int32_t i = 0; i < program->instruction_count; i++) {
      const mk_instruction *step = &program->instructions[i];
      run_instruction(
        step->opcode, slots[step->result], slots[step->a], slots[step->b], slots[step->c],
        padded);
    }
    for (int32_t output = 0; output < program->output_count; output++) {
      const int32_t slot = first_output + output;
      if (slots[slot] != output_scratch[slot]) continue;
      memcpy((uint32_t *)program->outputs[output] + start, slots[slot], length * 4);
    }
  }
}
