// Winograd's algorithm: the matrix products of the points, and what a thread does with its share.

_Static_assert(
  MK_LANES % MK_SUM_LINES == 0 && MK_LANES % MK_REGISTER_LANES == 0 && MK_LANES % 4 == 0,
  "the depth, a multiple of MK_LANES, is walked in steps of these");

/// MK_PIXELS tiles by a panel of channels: products[tile][channel] of a point. The order of
/// additions is that of the depth, whatever tile it is.
static __attribute__((noinline)) void multiply_points(
  const float *tiles, int64_t row, int64_t depth, const float *panel, float *products,
  int64_t product_row) {
  vfloat sums[MK_PIXELS][MK_PIXEL_VECTORS];
  int64_t offsets[MK_PIXELS];
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
    offsets[i] = i * row;
    // Hidden from the compiler, which would step one pointer from row to row: a long chain.
    __asm__("" : "+r"(offsets[i]));
    UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) sums[i][j] = splat(0.0f);
  }
  for (int64_t k = 0; k < depth; k += 4) {
    UNROLLED for (int part = 0; part < 4; part++) {
      vfloat y[MK_PIXEL_VECTORS];
      UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) y[j] = load_float(panel + j * MK_LANES);
      UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
        const vfloat x = splat(tiles[offsets[i]]);
        UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) sums[i][j] += x * y[j];
      }
      tiles++;
      panel += PIXEL_PANEL;
    }
  }
  UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
    UNROLLED for (int j = 0; j < MK_PIXEL_VECTORS; j++) {
      store_float(products + i * product_row + j * MK_LANES, sums[i][j]);
    }
  }
}

/// Computes the pixels of `count` <= block_tiles tiles.
static void winograd_tiles(
  const mk_winograd_plan *plan, int64_t first, int64_t count, float *room) {
  const int64_t matrices = mk_winograd_matrices(plan), depth = plan->depth;
  const int64_t pitch = mk_winograd_pitch(plan, plan->row);
  const int64_t products_pitch = mk_winograd_pitch(plan, plan->product_row);
  float *products = room + matrices * pitch;
  if (plan->taps == 3) {
    transform_source(plan, first, count, 3, room);
  } else {
    transform_source(plan, first, count, 2, room);
  }
  for (int64_t point = 0; point < matrices; point++) {
    const float *weights =
      plan->panels_of_points + point * mk_winograd_weights_pitch(plan, PIXEL_PANEL);
    for (int64_t panel = 0; panel < plan->panels; panel++, weights += depth * PIXEL_PANEL) {
      // Whole tiles of registers: rows beyond the last tile hold what was there before.
      for (int64_t tile = 0; tile < count; tile += MK_PIXELS) {
        multiply_points(
          room + point * pitch + tile * plan->row, plan->row, depth, weights,
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

/// The points of `count` tiles of source and gradient; the first is tile `place` of the room.
static void winograd_points(
  const mk_winograd_plan *plan, int64_t first, int64_t count, int64_t place, float *room) {
  float *tiles = room + place * plan->row;
  float *gradients = room + mk_winograd_matrices(plan) * mk_winograd_pitch(plan, plan->row)
                     + place * plan->product_row;
  if (plan->taps == 3) {
    transform_source(plan, first, count, 3, tiles);
    transform_gradients(plan, first, count, 3, gradients);
  } else {
    transform_source(plan, first, count, 2, tiles);
    transform_gradients(plan, first, count, 2, gradients);
  }
}

/// Adds the products of `count` tiles to MK_SUM_LINES lines of a panel.
static __attribute__((noinline)) void sum_points(
  const float *tiles, int64_t row, const float *gradients, int64_t gradient_row, int64_t count,
  int32_t adds, float *panel) {
  sum_tile(tiles, 1, row, gradients, gradient_row, count, adds, panel, MK_PIXEL_VECTORS);
}

/// Adds the products of the `count` tiles of a room to some panels of points, or starts them.
static void winograd_sums(
  const mk_winograd_plan *plan, const float *room, int64_t count, int32_t adds, int64_t first,
  int64_t end, float *panels) {
  const int64_t pitch = mk_winograd_pitch(plan, plan->row);
  const int64_t gradients_pitch = mk_winograd_pitch(plan, plan->product_row);
  const float *gradients = room + mk_winograd_matrices(plan) * pitch;
  for (int64_t unit = first; unit < end; unit++) {
    const int64_t point = unit / plan->panels, panel = unit % plan->panels;
    float *sums = panels + point * mk_winograd_weights_pitch(plan, PIXEL_PANEL)
                  + panel * plan->depth * PIXEL_PANEL;
    for (int64_t line = 0; line < plan->depth; line += MK_SUM_LINES) {
      sum_points(
        room + point * pitch + line, plan->row,
        gradients + point * gradients_pitch + panel * PIXEL_PANEL, plan->product_row, count,
        adds, sums + line * PIXEL_PANEL);
    }
  }
}

/// The place in the plain kernel of a tap of a phase.
MK_INLINE int64_t kernel_place(const mk_winograd_plan *plan, int64_t phase, int row, int column) {
  const mk_winograd_axis *rows = &plan->rows, *columns = &plan->columns;
  return (rows->kernel_first + row * rows->tap_step + phase / plan->phases) * columns->kernel_size
         + columns->kernel_first + column * columns->tap_step + phase % plan->phases;
}

/// Where a line of the depth and 16 channels, from `channel` on, meet: in plain weights, in the
/// panels of a point, and how many of the channels there are, none beyond the source's.
typedef struct {
  int64_t phase, plain, channels, panel;
} weights_place;

MK_INLINE weights_place find_weights(
  const mk_winograd_plan *plan, int64_t line, int64_t channel) {
  const int64_t lines = plan->source_blocks * MK_LANES, source = line % lines;
  const int is_real = source < plan->source_channels;
  return (weights_place){
    .phase = line / lines,
    .plain = source * plan->source_stride + channel * plan->channel_stride,
    .channels = is_real ? limited(plan->channels - channel, 0, MK_LANES) : 0,
    .panel = (channel / PIXEL_PANEL * plan->depth + line) * PIXEL_PANEL + channel % PIXEL_PANEL};
}

/// Transforms the kernels of a line.
MK_INLINE void kernels_to_points(
  const mk_winograd_plan *plan, const weights_place at, const int taps, const int streams) {
  const transform it = kernel_to_points(taps);
  const int64_t pitch = mk_winograd_weights_pitch(plan, PIXEL_PANEL);
  _Alignas(64) float kernels[3 * 3 * MK_LANES] = {0};
  const float *in = plan->weights + at.plain;
  for (int64_t i = 0; i < at.channels; i++, in += plan->channel_stride) {
    UNROLLED for (int tap = 0; tap < taps * taps; tap++) {
      kernels[tap * MK_LANES + i] = in[kernel_place(plan, at.phase, tap / taps, tap % taps)];
    }
  }
  const square_place square = {kernels, taps, taps, 0, 0, 1};
  write_points(it, square, pitch, streams, plan->panels_of_points + at.panel);
}

/// Writes the gradients of the kernels of a line.
MK_INLINE void points_to_kernels(
  const mk_winograd_plan *plan, const weights_place at, const int taps) {
  const int64_t pitch = mk_winograd_weights_pitch(plan, PIXEL_PANEL);
  _Alignas(64) float kernels[3 * 3 * MK_LANES];
  read_pixels(
    adjoint(kernel_to_points(taps)), plan->panels_of_points + at.panel, pitch, kernels);
  float *out = plan->weight_gradient + at.plain;
  for (int64_t i = 0; i < at.channels; i++, out += plan->channel_stride) {
    UNROLLED for (int tap = 0; tap < taps * taps; tap++) {
      out[kernel_place(plan, at.phase, tap / taps, tap % taps)] = kernels[tap * MK_LANES + i];
    }
  }
}

/// Transforms a unit of 16 lines by 16 channels of the weights, or writes their gradients.
MK_INLINE void transform_weights(
  const mk_winograd_plan *plan, int64_t line, int64_t channel, const int taps) {
  for (int64_t i = 0; i < MK_LANES; i++) {
    const weights_place at = find_weights(plan, line + i, channel);
    if (!plan->weights) {
      points_to_kernels(plan, at, taps);
    } else if (plan->streams && MK_REGISTER_LANES == MK_LANES) {
      // Whole lines of the cache: parts of them would be collected, and written, piece by piece.
      kernels_to_points(plan, at, taps, 1);
    } else {
      kernels_to_points(plan, at, taps, 0);
    }
  }
}

static void winograd_weights(const mk_winograd_plan *plan, int64_t first, int64_t end) {
  const int64_t columns = plan->panels * PIXEL_PANEL / MK_LANES;
  for (int64_t unit = first; unit < end; unit++) {
    const int64_t line = unit / columns * MK_LANES, channel = unit % columns * MK_LANES;
    if (plan->taps == 3) {
      transform_weights(plan, line, channel, 3);
    } else {
      transform_weights(plan, line, channel, 2);
    }
  }
}
