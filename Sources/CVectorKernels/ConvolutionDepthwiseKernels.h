// Convolutions whose groups have one channel each: 16 of them side by side in a vector.

/// The taps of an axis that meet a place of the source from a pixel: `from` ..< `to`.
MK_INLINE void taps_inside(
  const mk_convolution_axis *axis, int64_t pixel, int64_t *from, int64_t *to) {
  *from = 0;
  *to = axis->taps;
  const int64_t start = pixel * axis->source_step + axis->tap_first;
#define IS_OUTSIDE(tap)                        \
  (start + (tap) * axis->tap_step < 0          \
   || start + (tap) * axis->tap_step >= axis->source_size)
  while (*from < *to && IS_OUTSIDE(*from)) (*from)++;
  while (*to > *from && IS_OUTSIDE(*to - 1)) (*to)--;
#undef IS_OUTSIDE
}

/// Computes rows of the grid, counted over the images and their blocks.
static void convolve_depthwise(
  const mk_convolution_plan *plan, int64_t first_row, int64_t end_row) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t taps = mk_plan_taps(plan), row_size = columns->source_size * MK_LANES;
  for (int64_t unit = first_row; unit < end_row; unit++) {
    const int64_t plane = unit / rows->pixels, row = unit % rows->pixels;
    const int64_t block = plane % plan->blocks;
    const float *weights = plan->panels + block * taps * MK_LANES;
    const vfloat bias = plan->bias ? load_float(plan->bias + block * MK_LANES) : splat(0.0f);
    float *out =
      plan->destination
      + ((plane * rows->size + rows->first + row * rows->step) * columns->size + columns->first)
          * MK_LANES;
    int64_t from_row, to_row;
    taps_inside(rows, row, &from_row, &to_row);
    for (int64_t column = 0; column < columns->pixels; column++) {
      int64_t from, to;
      taps_inside(columns, column, &from, &to);
      vfloat sum = bias;
      for (int64_t tap_row = from_row; tap_row < to_row; tap_row++) {
        const int64_t source_row =
          row * rows->source_step + rows->tap_first + tap_row * rows->tap_step;
        const float *in = plan->source
                          + (plane * rows->source_size + source_row) * row_size
                          + (column * columns->source_step + columns->tap_first) * MK_LANES;
        const float *y = weights + tap_row * columns->taps * MK_LANES;
        for (int64_t tap = from; tap < to; tap++) {
          sum += load_float(in + tap * columns->tap_step * MK_LANES)
                 * load_float(y + tap * MK_LANES);
        }
      }
      store_float(out + column * columns->step * MK_LANES, sum);
    }
  }
}

/// The sum over a plane of what a tap meets, times the gradient.
MK_INLINE vfloat sum_of_tap(
  const mk_convolution_plan *plan, int64_t plane, int64_t row_tap, int64_t column_tap) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t step = columns->source_step;
  const int64_t shift = columns->tap_first + column_tap * columns->tap_step;
  const int64_t inside = shift < 0 ? (step - 1 - shift) / step : 0;
  const int64_t left = columns->source_size - 1 - shift;
  const int64_t end = left < 0 ? 0 : left / step + 1;
  const int64_t outside = end < columns->pixels ? end : columns->pixels;
  // Four chains of additions hide each other's latency.
  vfloat sums[4] = {splat(0.0f), splat(0.0f), splat(0.0f), splat(0.0f)};
  for (int64_t row = 0; row < rows->pixels; row++) {
    const int64_t source_row =
      row * rows->source_step + rows->tap_first + row_tap * rows->tap_step;
    if (source_row < 0 || source_row >= rows->source_size) continue;
    const float *in = plan->source
                      + ((plane * rows->source_size + source_row) * columns->source_size + shift)
                          * MK_LANES;
    const float *y = plan->destination + (plane * rows->size + row) * columns->size * MK_LANES;
    int64_t column = inside;
    for (; column + 4 <= outside; column += 4) {
      UNROLLED for (int i = 0; i < 4; i++) {
        sums[i] += load_float(in + (column + i) * step * MK_LANES)
                   * load_float(y + (column + i) * MK_LANES);
      }
    }
    for (; column < outside; column++) {
      sums[0] += load_float(in + column * step * MK_LANES) * load_float(y + column * MK_LANES);
    }
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// The sums of each tap for planes of 16 channels, counted over images and their blocks.
static void depthwise_sums(
  const mk_convolution_plan *plan, int64_t first_plane, int64_t end_plane) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  for (int64_t plane = first_plane; plane < end_plane; plane++) {
    float *out = plan->panels + plane * mk_plan_taps(plan) * MK_LANES;
    for (int64_t row_tap = 0; row_tap < rows->taps; row_tap++) {
      for (int64_t column_tap = 0; column_tap < columns->taps; column_tap++) {
        store_float(out, sum_of_tap(plan, plane, row_tap, column_tap));
        out += MK_LANES;
      }
    }
  }
}
