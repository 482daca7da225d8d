// Winograd's algorithm: the matrix products of the points, and what a thread does with its share.

_Static_assert(
  MK_LANES % MK_SUM_LINES == 0 && MK_LANES % MK_REGISTER_LANES == 0 && MK_LANES / 2 % 4 == 0,
  "the depth, a multiple of MK_LANES, and pairs of it are walked in steps of these");

/// MK_PIXELS tiles by a panel of channels: products[tile][channel] of a point.
static __attribute__((noinline)) void multiply_points(
  const float *tiles, int64_t row, int64_t lines, const float *panel, float *products,
  int64_t product_row) {
  multiply_panel(tiles, row, lines, panel, products, product_row, 0);
}

/// Computes the pixels of `count` <= block_tiles tiles.
static void winograd_tiles(
  const mk_winograd_plan *plan, int64_t first, int64_t count, float *room) {
  const int64_t matrices = mk_winograd_matrices(plan), lines = plan->lines;
  const int64_t pitch = mk_winograd_pitch(plan, plan->row);
  const int64_t products_pitch = mk_winograd_pitch(plan, plan->product_row);
  float *products = room + matrices * pitch;
  void (*multiply)(const float *, int64_t, int64_t, const float *, float *, int64_t) =
    plan->pairing ? plan->pairs->multiply : multiply_points;
  if (plan->taps == 3) {
    transform_source(plan, first, count, 3, room);
  } else {
    transform_source(plan, first, count, 2, room);
  }
  for (int64_t point = 0; point < matrices; point++) {
    const float *weights =
      plan->panels_of_points + point * mk_winograd_weights_pitch(plan, PIXEL_PANEL);
    for (int64_t panel = 0; panel < plan->panels; panel++, weights += lines * PIXEL_PANEL) {
      // Whole tiles of registers: rows beyond the last tile hold what was there before.
      for (int64_t tile = 0; tile < count; tile += MK_PIXELS) {
        multiply(
          room + point * pitch + tile * plan->row, plan->row, lines, weights,
          products + point * products_pitch + tile * plan->product_row + panel * PIXEL_PANEL,
          plan->product_row);
      }
    }
  }
  if (plan->taps == 3) {
    finish_tiles(plan, first, count, 3, products);
  } else {
    finish_tiles(plan, first, count, 2, products);
  }
}

/// The points of `count` tiles of source and gradient; the first belongs to row `first_row`.
static void winograd_points(
  const mk_winograd_plan *plan, int64_t first, int64_t count, int64_t first_row, float *room) {
  float *tiles = room + first_row * plan->row;
  float *gradients = room + mk_winograd_matrices(plan) * mk_winograd_pitch(plan, plan->row)
                     + first_row * plan->product_row;
  if (plan->taps == 3) {
    transform_source(plan, first, count, 3, tiles);
    transform_gradients(plan, first, count, 3, gradients);
  } else {
    transform_source(plan, first, count, 2, tiles);
    transform_gradients(plan, first, count, 2, gradients);
  }
}

/// Adds the products of `count` rows to MK_SUM_LINES lines of a panel.
static __attribute__((noinline)) void sum_points(
  const float *tiles, int64_t row, const float *gradients, int64_t gradient_row, int64_t count,
  int32_t adds, float *panel) {
  sum_tile(tiles, 1, row, gradients, gradient_row, count, adds, panel, MK_PIXEL_VECTORS, 0);
}

/// Adds the products of the `count` tiles of a room to some panels of points, or starts them.
static void winograd_sums(
  const mk_winograd_plan *plan, const float *room, int64_t count, int32_t adds, int64_t first,
  int64_t end, float *panels) {
  const int64_t pitch = mk_winograd_pitch(plan, plan->row);
  const int64_t gradients_pitch = mk_winograd_pitch(plan, plan->product_row);
  const float *gradients = room + mk_winograd_matrices(plan) * pitch;
  const int64_t rows = mk_winograd_rows(plan, count);
  void (*sum)(const float *, int64_t, const float *, int64_t, int64_t, int32_t, float *) =
    plan->pairing ? plan->pairs->sum : sum_points;
  for (int64_t unit = first; unit < end; unit++) {
    const int64_t point = unit / plan->panels, panel = unit % plan->panels;
    float *sums = panels + point * mk_winograd_weights_pitch(plan, PIXEL_PANEL)
                  + panel * plan->depth * PIXEL_PANEL;
    for (int64_t line = 0; line < plan->depth; line += MK_SUM_LINES) {
      sum(
        room + point * pitch + line, plan->row,
        gradients + point * gradients_pitch + panel * PIXEL_PANEL, plan->product_row, rows,
        adds, sums + line * PIXEL_PANEL);
    }
  }
}

/// The kernels of a number of the source and some channels, at most 16: [place][16], zeros beyond.
MK_INLINE void load_kernels(
  const float *weights, int64_t stride, int64_t places, int64_t channels, float *kernels) {
  _Alignas(64) float lines[MK_LANES * MK_LANES];
  for (int64_t i = 0; i < MK_LANES; i++) {
    const vfloat line = i < channels ? load_some(weights + i * stride, 1, places) : splat(0.0f);
    store_float(lines + i * MK_LANES, line);
  }
  transpose_tile((uint32_t *)kernels, MK_LANES, (const uint32_t *)lines, MK_LANES);
}

/// The way back.
MK_INLINE void store_kernels(
  const float *kernels, int64_t stride, int64_t places, int64_t channels, float *weights) {
  _Alignas(64) float lines[MK_LANES * MK_LANES];
  transpose_tile((uint32_t *)lines, MK_LANES, (const uint32_t *)kernels, MK_LANES);
  for (int64_t i = 0; i < channels; i++) {
    store_some(weights + i * stride, 1, places, load_float(lines + i * MK_LANES));
  }
}

/// The taps of a phase among the places of a kernel.
MK_INLINE square_place find_taps(
  const mk_winograd_plan *plan, int64_t phase, const float *kernels) {
  const mk_winograd_axis *rows = &plan->rows, *columns = &plan->columns;
  return (square_place){
    kernels, rows->kernel_size, columns->kernel_size, rows->kernel_first + phase / plan->phases,
    columns->kernel_first + phase % plan->phases, rows->tap_step};
}

/// The kernels' gradients of a phase, from their points.
MK_INLINE void points_to_kernels(
  const mk_winograd_plan *plan, const float *points, int64_t pitch, int64_t phase,
  const int taps, float *kernels) {
  _Alignas(64) float gradients[3 * 3 * MK_LANES];
  read_pixels(adjoint(kernel_to_points(taps)), points, pitch, gradients);
  const square_place at = find_taps(plan, phase, kernels);
  for (int row = 0; row < taps; row++) {
    for (int column = 0; column < taps; column++) {
      const int64_t place =
        (at.row + row * at.step) * at.width + at.column + column * at.step;
      store_float(
        kernels + place * MK_LANES, load_float(gradients + (row * taps + column) * MK_LANES));
    }
  }
}

/// Transforms the kernels of a block of the source and 16 channels, or writes their gradients.
MK_INLINE void transform_weights(
  const mk_winograd_plan *plan, int64_t block, int64_t channel, const int taps) {
  const transform it = kernel_to_points(taps);
  const int64_t pitch = mk_winograd_weights_pitch(plan, PIXEL_PANEL);
  const int64_t places = plan->rows.kernel_size * plan->columns.kernel_size;
  const int64_t phases = plan->phases * plan->phases;
  const int64_t known = limited(plan->channels - channel, 0, MK_LANES);
  float *panel = plan->panels_of_points + channel / PIXEL_PANEL * plan->lines * PIXEL_PANEL
                 + channel % PIXEL_PANEL;
  _Alignas(64) float kernels[2][MK_LANES * MK_LANES];
  _Alignas(64) float points[2][POINTS * POINTS * MK_LANES];
  for (int64_t i = 0; i < MK_LANES; i++) {
    const int64_t source = block * MK_LANES + i;
    const int64_t channels = source < plan->source_channels ? known : 0;
    const int64_t plain = source * plan->source_stride + channel * plan->channel_stride;
    const int64_t half = plan->pairing == MK_PAIRS_OF_LINES ? i % 2 : 0;
    if (plan->weights) {
      load_kernels(
        plan->weights + plain, plan->channel_stride, places, channels, kernels[half]);
      if (plan->pairing && half == 0) continue;
    }
    for (int64_t phase = 0; phase < phases; phase++) {
      const int64_t number = phase * plan->source_blocks * MK_LANES + source;
      const square_place square = find_taps(plan, phase, kernels[0]);
      if (!plan->weights) {
        points_to_kernels(plan, panel + number * PIXEL_PANEL, pitch, phase, taps, kernels[0]);
      } else if (plan->pairing) {
        write_points(it, square, MK_LANES, 0, points[0]);
        write_points(it, find_taps(plan, phase, kernels[1]), MK_LANES, 0, points[1]);
        plan->pairs->interleave(
          points[0], points[1], mk_winograd_matrices(plan), pitch, plan->streams,
          panel + number / 2 * PIXEL_PANEL);
      } else if (plan->streams && MK_REGISTER_LANES == MK_LANES) {
        // Whole lines of the cache: parts of them would be collected, and written, piece by piece.
        write_points(it, square, pitch, 1, panel + number * PIXEL_PANEL);
      } else {
        write_points(it, square, pitch, 0, panel + number * PIXEL_PANEL);
      }
    }
    if (!plan->weights) {
      store_kernels(
        kernels[0], plan->channel_stride, places, channels, plan->weight_gradient + plain);
    }
  }
}

static void winograd_weights(const mk_winograd_plan *plan, int64_t first, int64_t end) {
  const int64_t columns = plan->panels * PIXEL_PANEL / MK_LANES;
  for (int64_t unit = first; unit < end; unit++) {
    const int64_t block = unit / columns, channel = unit % columns * MK_LANES;
    if (plan->taps == 3) {
      transform_weights(plan, block, channel, 3);
    } else {
      transform_weights(plan, block, channel, 2);
    }
  }
}
