// Gathers what some pixels read: for each channel or block of channels and tap, pixel by pixel.

/// A pixel of a plan: its image and its place in the grid.
typedef struct {
  int64_t image, row, column;
} grid_place;

MK_INLINE grid_place find_place(const mk_convolution_plan *plan, int64_t pixel) {
  const int64_t columns = plan->columns.pixels, grid = plan->rows.pixels * columns;
  return (grid_place){pixel / grid, pixel % grid / columns, pixel % columns};
}

/// Moves a place on by some pixels of its row.
MK_INLINE void advance(const mk_convolution_plan *plan, grid_place *place, int64_t count) {
  place->column += count;
  if (place->column < plan->columns.pixels) return;
  place->column = 0;
  if (++place->row < plan->rows.pixels) return;
  place->row = 0;
  place->image++;
}

/// `value` within `low` ... `high`.
MK_INLINE int64_t limited(int64_t value, int64_t low, int64_t high) {
  return value < low ? low : value > high ? high : value;
}

MK_INLINE void clear_run(float *out, int64_t count, const int lanes) {
  if (lanes == 1) {
    for (int64_t i = 0; i < count; i++) out[i] = 0.0f;
  } else {
    for (int64_t i = 0; i < count; i++) store_float(out + i * MK_LANES, splat(0.0f));
  }
}

/// Copies pixels that lie `step` numbers apart.
MK_INLINE void copy_run(
  float *out, const float *in, int64_t count, int64_t step, const int lanes) {
  if (lanes == MK_LANES) {
    for (int64_t i = 0; i < count; i++) {
      store_float(out + i * MK_LANES, load_float(in + i * step));
    }
  } else if (step == 1) {
    for (int64_t i = 0; i < count; i++) out[i] = in[i];
  } else {
    for (int64_t i = 0; i < count; i++) out[i] = in[i * step];
  }
}

/// The pixels of a line at their places in `out`, zeros where they read outside the source.
MK_INLINE void gather_line(
  const mk_convolution_plan *plan, int64_t line, grid_place place, int64_t count,
  const int lanes, float *out) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t channel = line / mk_plan_taps(plan);
  const int64_t row_tap = line / columns->taps % rows->taps, column_tap = line % columns->taps;
  const int64_t row_shift = rows->tap_first + row_tap * rows->tap_step;
  const int64_t shift = columns->tap_first + column_tap * columns->tap_step;
  const int64_t step = columns->source_step, width = columns->source_size;
  // The columns of the grid that read within a row of the source.
  const int64_t inside = shift < 0 ? (step - 1 - shift) / step : 0;
  const int64_t outside = shift < width ? (width - 1 - shift) / step + 1 : 0;
  const int64_t plane = rows->source_size * width * lanes;
  const float *source = plan->source + channel * plane;
  for (int64_t left = count; left > 0;) {
    const int64_t run = limited(columns->pixels - place.column, 0, left);
    const int64_t row = place.row * rows->source_step + row_shift;
    if (row < 0 || row >= rows->source_size) {
      clear_run(out, run, lanes);
    } else {
      const int64_t end = place.column + run;
      const int64_t from = limited(inside, place.column, end), to = limited(outside, from, end);
      const float *in = source + place.image * plan->source_blocks * plane
                        + (row * width + from * step + shift) * lanes;
      clear_run(out, from - place.column, lanes);
      copy_run(out + (from - place.column) * lanes, in, to - from, step * lanes, lanes);
      clear_run(out + (to - place.column) * lanes, end - to, lanes);
    }
    out += run * lanes;
    left -= run;
    advance(plan, &place, run);
  }
}

MK_INLINE void gather_lines(
  const mk_convolution_plan *plan, int64_t first, int64_t count, int64_t first_line,
  int64_t end_line, const int lanes, float *strip) {
  const grid_place place = find_place(plan, first);
  // Tiles are computed whole: what lies beyond the pixels must be a number.
  const int64_t whole = (count + MK_PIXELS - 1) / MK_PIXELS * MK_PIXELS;
  for (int64_t line = first_line; line < end_line; line++) {
    const int64_t used = line < plan->lines ? count : 0;
    if (used > 0) gather_line(plan, line, place, count, lanes, strip);
    clear_run(strip + used * lanes, whole - used, lanes);
    strip += MK_STRIP_PITCH * lanes;
  }
}

/// Blocks `first_block` ..< `end_block` of `count` pixels: [block][pixel][16], or by lines
/// [block][16][pixel], where MK_STRIP_PITCH is the room for pixels.
static __attribute__((noinline)) void gather_strip(
  const mk_convolution_plan *plan, int64_t first, int64_t count, int64_t first_block,
  int64_t end_block, float *strip) {
  if (plan->by_lines) {
    gather_lines(plan, first, count, first_block * MK_LANES, end_block * MK_LANES, 1, strip);
  } else {
    gather_lines(plan, first, count, first_block, end_block, MK_LANES, strip);
  }
}

/// Cuts the depth into equal pieces of at most MK_DEPTH_BLOCKS blocks, at least one piece.
MK_INLINE int64_t depth_pieces(int64_t depth) {
  return depth > MK_DEPTH_BLOCKS ? (depth + MK_DEPTH_BLOCKS - 1) / MK_DEPTH_BLOCKS : 1;
}
