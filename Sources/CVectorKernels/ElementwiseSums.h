// Sums of an element-wise program: of the rows in a block, and of a block as a whole.

/// The sum of `count` floats, read one vector after the other.
MK_INLINE double sum_run(const float *in, int64_t count) {
  vfloat sums[4] = {splat(0.0f), splat(0.0f), splat(0.0f), splat(0.0f)};
  int64_t i = 0;
  for (; i + 4 * MK_LANES <= count; i += 4 * MK_LANES) {
    for (int j = 0; j < 4; j++) sums[j] += load_float(in + i + j * MK_LANES);
  }
  for (; i + MK_LANES <= count; i += MK_LANES) sums[0] += load_float(in + i);
  if (i < count) {
    float last[MK_LANES] = {0};
    memcpy(last, in + i, (size_t)(count - i) * sizeof *in);
    sums[1] += load_float(last);
  }
  return sum_lanes((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

/// Adds `count` floats, a multiple of MK_LANES, lane by lane.
MK_INLINE void add_by_lane(double *sums, const float *in, int64_t count) {
  vfloat lanes = splat(0.0f);
  for (int64_t i = 0; i < count; i += MK_LANES) lanes += load_float(in + i);
  float parts[MK_LANES];
  store_float(parts, lanes);
  for (int lane = 0; lane < MK_LANES; lane++) sums[lane] += parts[lane];
}

/// Adds a block of whole rows, or a piece of one row whose sum so far is in `carry`.
static void sum_block(
  const mk_elementwise_plan *plan, uint32_t *const *slots, int64_t start, int32_t length,
  int64_t unit, double carry[MK_MAX_SUMS]) {
  const mk_program *program = plan->program;
  const int64_t columns = program->columns;
  for (int32_t i = 0; i < program->sum_count; i++) {
    const mk_sum *sum = &program->sums[i];
    const float *in = (const float *)slots[sum->slot];
    if (sum->extent == MK_SUM_ALL) {
      plan->partials[i][unit] += sum_run(in, length);
    } else if (sum->extent == MK_SUM_LANES) {
      const int64_t piece = length < columns ? length : columns;
      double *sums = plan->partials[i] + start / columns * MK_LANES;
      for (int64_t first = 0; first < length; first += piece, sums += MK_LANES) {
        add_by_lane(sums, in + first, piece);
      }
    } else if (length < columns) {
      const double before = start % columns == 0 ? 0 : carry[i];
      carry[i] = before + sum_run(in, length);
      sum->out[start / columns] = (float)carry[i];
    } else {
      for (int64_t row = 0; row * columns < length; row++) {
        sum->out[start / columns + row] = (float)sum_run(in + row * columns, columns);
      }
    }
  }
}
