// The weight gradient of a convolution: sums over pixels of gathered sources times gradients.

/// The gradients of `count` pixels in the channels of a panel: [pixel][panel].
static __attribute__((noinline)) void gather_gradients(
  const mk_convolution_plan *plan, int64_t first, int64_t count, int64_t panel,
  const int64_t vectors, float *out) {
  const int64_t plane = plan->rows.pixels * plan->columns.pixels;
  int64_t image = first / plane, pixel = first % plane;
  for (int64_t left = count; left > 0;) {
    const int64_t run = plane - pixel < left ? plane - pixel : left;
    for (int64_t j = 0; j < vectors; j++) {
      const int64_t block = image * plan->blocks + panel * MK_PIXEL_VECTORS + j;
      const float *in = plan->destination + (block * plane + pixel) * MK_LANES;
      for (int64_t i = 0; i < run; i++) {
        store_float(out + i * PIXEL_PANEL + j * MK_LANES, load_float(in + i * MK_LANES));
      }
    }
    out += run * PIXEL_PANEL;
    left -= run;
    pixel = 0;
    image++;
  }
}

/// Adds `blocks` gathered blocks times the gradients of a panel to the panel's sums.
#define SUM_BLOCKS(name, vectors, lanes)                                                      \
  static __attribute__((noinline)) void name(                                                 \
    const float *strip, const float *gradients, int64_t count, int64_t blocks, int32_t adds,  \
    float *sums) {                                                                            \
    const int64_t line_step = lanes == 1 ? MK_STRIP_PITCH : 1;                                \
    for (int64_t block = 0; block < blocks; block++) {                                        \
      for (int line = 0; line < MK_LANES; line += MK_SUM_LINES) {                             \
        sum_tile(                                                                             \
          strip + block * MK_STRIP_PITCH * MK_LANES + line * line_step, line_step, lanes,     \
          gradients, PIXEL_PANEL, count, adds,                                                \
          sums + (block * MK_LANES + line) * PIXEL_PANEL, vectors, 0);                        \
      }                                                                                       \
    }                                                                                         \
  }

SUM_BLOCKS(sum_blocked, MK_PIXEL_VECTORS, MK_LANES)
SUM_BLOCKS(sum_lines, MK_PIXEL_VECTORS, 1)
#if MK_PIXEL_VECTORS > 1
SUM_BLOCKS(sum_blocked_vector, 1, MK_LANES)
SUM_BLOCKS(sum_lines_vector, 1, 1)
#endif
#undef SUM_BLOCKS

/// The sums over some pixels of at most MK_DEPTH_BLOCKS blocks, for all panels, into a set of them.
static void convolution_sums(
  const mk_convolution_plan *plan, int64_t first, int64_t end, int64_t block, int64_t end_block,
  float *set) {
  _Alignas(64) float strip[MK_DEPTH_BLOCKS * MK_STRIP_PITCH * MK_LANES];
  _Alignas(64) float gradients[MK_STRIP * PIXEL_PANEL];
  for (int64_t pixel = first; pixel < end; pixel += MK_STRIP) {
    const int64_t count = end - pixel < MK_STRIP ? end - pixel : MK_STRIP;
    const int32_t adds = pixel > first;
    gather_strip(plan, pixel, count, block, end_block, strip);
    for (int64_t panel = 0; panel * PIXEL_PANEL < plan->channels; panel++) {
      float *sums = set + (panel * plan->depth + block) * MK_LANES * PIXEL_PANEL;
      const int one = plan->channels - panel * PIXEL_PANEL <= MK_LANES;
      gather_gradients(plan, pixel, count, panel, one ? 1 : MK_PIXEL_VECTORS, gradients);
#if MK_PIXEL_VECTORS > 1
      if (one) {
        (plan->by_lines ? sum_lines_vector : sum_blocked_vector)(
          strip, gradients, count, end_block - block, adds, sums);
        continue;
      }
#endif
      (plan->by_lines ? sum_lines : sum_blocked)(
        strip, gradients, count, end_block - block, adds, sums);
    }
  }
}
