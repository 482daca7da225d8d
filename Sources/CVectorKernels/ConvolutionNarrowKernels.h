// Input gradients of images of a few channels, fewer than a block holds: 16 neighbours of a row at
// once, from padded planes of the gradient, so that no lane is spent on a channel that is missing.

/// Copies the rows of the gradient that a band of an image's rows meets, channel by channel, with
/// zeros where they lie outside.
static __attribute__((noinline)) void fill_planes(
  const mk_narrow_plan *it, int64_t image, int64_t first_row, float *room) {
  const mk_convolution *shape = it->shape;
  const int64_t width = shape->out_width, plane = it->height * it->width;
  for (int64_t channel = 0; channel < shape->out_channels; channel += MK_LANES) {
    const int64_t count = limited(shape->out_channels - channel, 0, MK_LANES);
    const float *block = it->gradient
                         + (image * it->blocks + channel / MK_LANES) * shape->out_height * width
                             * MK_LANES;
    for (int64_t i = 0; i < it->height; i++) {
      const int64_t row = first_row + it->lowest_row + i;
      float *line = room + channel * plane + i * it->width;
      for (int64_t j = 0; j < count; j++) clear_run(line + j * plane, it->width, 1);
      if (row < 0 || row >= shape->out_height) continue;
      const int64_t from = limited(it->lowest_column, 0, width);
      const int64_t to = limited(it->lowest_column + it->width, from, width);
      transpose(
        (uint32_t *)(line + from - it->lowest_column), plane,
        (const uint32_t *)(block + (row * width + from) * MK_LANES), MK_LANES, to - from, count);
    }
  }
}

/// The sums of 16 neighbours for MK_PIXELS channels: `lines` are the channels' vectors.
static __attribute__((noinline)) void sum_planes(
  const mk_narrow_plan *it, const float *place, const float *weights, float *lines) {
  const mk_convolution *shape = it->shape;
  vfloat sums[MK_PIXELS];
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) sums[i] = splat(0.0f);
  for (int64_t channel = 0; channel < shape->out_channels; channel++) {
    // Taps further on in the kernel meet places before.
    const float *row = place + (shape->kernel_height - 1) * shape->dilation_height * it->width
                       + (shape->kernel_width - 1) * shape->dilation_width;
    for (int64_t r = 0; r < shape->kernel_height; r++) {
      for (int64_t s = 0; s < shape->kernel_width; s++, weights += MK_PIXELS) {
        const vfloat x = load_float(row - s * shape->dilation_width);
        UNROLLED for (int i = 0; i < MK_PIXELS; i++) sums[i] += x * splat(weights[i]);
      }
      row -= shape->dilation_height * it->width;
    }
    place += it->height * it->width;
  }
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) store_float(lines + i * MK_LANES, sums[i]);
}

/// Computes some bands of rows.
static void convolve_narrow(const mk_narrow_plan *it, int64_t first, int64_t end) {
  const mk_convolution *shape = it->shape;
  const int64_t width = shape->in_width, area = shape->in_height * width;
  const int64_t group =
    shape->out_channels * shape->kernel_height * shape->kernel_width * MK_PIXELS;
  _Alignas(64) float room[MK_NARROW_ROOM];
  // Whole groups of channels, of which a block takes the first 16.
  _Alignas(64) float lines[(MK_LANES + MK_PIXELS) * MK_LANES] = {0};
  _Alignas(64) float pixels[MK_LANES * MK_LANES];
  for (int64_t band = first; band < end; band++) {
    const int64_t image = band / it->bands, top = band % it->bands * it->band_rows;
    const int64_t rows = limited(shape->in_height - top, 0, it->band_rows);
    fill_planes(it, image, top, room);
    for (int64_t row = 0; row < rows; row++) {
      float *out = it->destination + (image * area + (top + row) * width) * MK_LANES;
      for (int64_t x = 0; x < width; x += MK_LANES) {
        const float *weights = it->weights;
        for (int64_t channel = 0; channel < shape->in_channels; channel += MK_PIXELS) {
          sum_planes(it, room + row * it->width + x, weights, lines + channel * MK_LANES);
          weights += group;
        }
        // Sums of no channel's weights, which are zeros, need not be zeros.
        clear_run(
          lines + shape->in_channels * MK_LANES, MK_LANES - shape->in_channels, MK_LANES);
        transpose_tile((uint32_t *)pixels, MK_LANES, (const uint32_t *)lines, MK_LANES);
        const int64_t count = limited(width - x, 0, MK_LANES);
        memcpy(out + x * MK_LANES, pixels, (size_t)(count * MK_LANES) * sizeof(float));
      }
    }
  }
}
