// Winograd's algorithm: tiles on their way to points and back.

/// A tile: its image and its place among the tiles of an image.
MK_INLINE grid_place find_tile(const mk_winograd_plan *plan, int64_t tile) {
  const int64_t columns = plan->columns.tiles, grid = plan->rows.tiles * columns;
  return (grid_place){tile / grid, tile % grid / columns, tile % columns};
}

MK_INLINE void advance_tile(const mk_winograd_plan *plan, grid_place *place) {
  if (++place->column < plan->columns.tiles) return;
  place->column = 0;
  if (++place->row < plan->rows.tiles) return;
  place->row = 0;
  place->image++;
}

/// A plane of blocked numbers and the place in it of a square's first vector, from which the others
/// lie `step` places apart, some of them perhaps outside.
typedef struct {
  const float *plane;
  int64_t height, width, row, column, step;
} square_place;

/// The points of a square of the source, of gradients or of a kernel, each vector at its place in the
/// matrix of its point. The transform is a constant wherever this is inlined.
MK_INLINE void write_points(
  const transform it, const square_place at, int64_t pitch, const int streams, float *out) {
  const int is_inside = at.column >= 0 && at.column + (it.ins - 1) * at.step < at.width;
  vpart half[POINTS * POINTS], line[POINTS];
  for (int lane = 0; lane < MK_LANES; lane += MK_REGISTER_LANES) {
    for (int i = 0; i < it.ins; i++) {
      const int64_t row = at.row + i * at.step;
      if (row < 0 || row >= at.height) {
        UNROLLED for (int j = 0; j < it.outs; j++) half[i * it.outs + j] = (vpart)0.0f;
        continue;
      }
      const float *in = at.plane + (row * at.width + at.column) * MK_LANES + lane;
      if (is_inside) {
        UNROLLED for (int j = 0; j < it.ins; j++) line[j] = load_part(in + j * at.step * MK_LANES);
      } else {
        UNROLLED for (int j = 0; j < it.ins; j++) {
          const int64_t column = at.column + j * at.step;
          line[j] = column < 0 || column >= at.width ? (vpart)0.0f
                                                     : load_part(in + j * at.step * MK_LANES);
        }
      }
      transform_line(it, line, half + i * it.outs);
    }
    transform_columns(it, half, pitch, streams, out + lane);
  }
}

/// Block `unit` of the source's, of all phases, where a tile reads it.
MK_INLINE square_place source_square(
  const mk_winograd_plan *plan, int64_t unit, const grid_place place) {
  const mk_winograd_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t phase = unit / plan->source_blocks, block = unit % plan->source_blocks;
  const int64_t step = TILE * plan->phases;
  const int64_t plane = rows->source_size * columns->source_size * MK_LANES;
  return (square_place){
    plan->source + (place.image * plan->source_blocks + block) * plane, rows->source_size,
    columns->source_size, place.row * step + rows->source_first + phase / plan->phases,
    place.column * step + columns->source_first + phase % plan->phases, plan->phases};
}

/// A block of the gradient where a tile reads it: zeros, a plane without rows, beyond the last.
MK_INLINE square_place gradient_square(
  const mk_winograd_plan *plan, int64_t block, const grid_place place) {
  const int64_t height = plan->rows.size, width = plan->columns.size;
  const int is_real = block < plan->blocks;
  const int64_t plane = place.image * plan->blocks + (is_real ? block : 0);
  return (square_place){
    plan->destination + plane * height * width * MK_LANES, is_real ? height : 0, width,
    place.row * TILE, place.column * TILE, 1};
}

/// The points of a block of `count` tiles of the source or of the gradient, in rows. The transform,
/// and which it is of, are constants wherever this is inlined.
MK_INLINE void write_tiles(
  const mk_winograd_plan *plan, int64_t first, int64_t count, const transform it,
  const int is_gradient, int64_t block, int64_t row, float *out) {
  const int64_t matrices = it.outs * it.outs, pitch = mk_winograd_pitch(plan, row);
  _Alignas(64) float points[2][POINTS * POINTS * MK_LANES];
  grid_place place = find_tile(plan, first);
  if (plan->pairing == MK_PAIRS_NONE) {
    for (int64_t i = 0; i < count; i++, advance_tile(plan, &place)) {
      const square_place at =
        is_gradient ? gradient_square(plan, block, place) : source_square(plan, block, place);
      write_points(it, at, pitch, 0, out + i * row);
    }
    return;
  }
  const int of_tiles = plan->pairing == MK_PAIRS_OF_TILES;
  for (int64_t i = 0; i < count; i++, advance_tile(plan, &place)) {
    const square_place at =
      is_gradient ? gradient_square(plan, block, place) : source_square(plan, block, place);
    write_points(it, at, MK_LANES, 0, points[of_tiles ? i % 2 : 0]);
    if (!of_tiles) {
      plan->pairs->narrow(points[0], matrices, pitch, out + i * row);
    } else if (i % 2) {
      plan->pairs->interleave(points[0], points[1], matrices, pitch, 0, out + i / 2 * row);
    }
  }
  if (of_tiles && count % 2) {
    memset(points[1], 0, sizeof points[1]);
    plan->pairs->interleave(points[0], points[1], matrices, pitch, 0, out + count / 2 * row);
  }
}

/// The points of `count` tiles of the source: [point][row][depth]. `taps` is a constant wherever
/// this is inlined, below as well.
MK_INLINE void transform_source(
  const mk_winograd_plan *plan, int64_t first, int64_t count, const int taps, float *out) {
  const int64_t units = plan->phases * plan->phases * plan->source_blocks;
  const int64_t width = plan->pairing == MK_PAIRS_OF_LINES ? MK_LANES / 2 : MK_LANES;
  for (int64_t unit = 0; unit < units; unit++) {
    write_tiles(
      plan, first, count, source_to_points(taps), 0, unit, plan->row, out + unit * width);
  }
}

/// The points of `count` tiles of the gradient: [point][row][channel], whole panels of them.
MK_INLINE void transform_gradients(
  const mk_winograd_plan *plan, int64_t first, int64_t count, const int taps, float *out) {
  for (int64_t block = 0; block < plan->panels * PIXEL_PANEL / MK_LANES; block++) {
    write_tiles(
      plan, first, count, adjoint(points_to_pixels(taps)), 1, block, plan->product_row,
      out + block * MK_LANES);
  }
}

/// The pixels of a tile, TILE x TILE vectors, from its products at the points.
MK_INLINE void read_pixels(
  const transform it, const float *products, int64_t pitch, float *pixels) {
  vpart half[POINTS * POINTS], line[POINTS];
  for (int lane = 0; lane < MK_LANES; lane += MK_REGISTER_LANES) {
    for (int i = 0; i < it.ins; i++) {
      UNROLLED for (int j = 0; j < it.ins; j++) {
        line[j] = load_part(products + (i * it.ins + j) * pitch + lane);
      }
      transform_line(it, line, half + i * it.outs);
    }
    transform_columns(it, half, MK_LANES, 0, pixels + lane);
  }
}

/// The pixels of `count` tiles from their products at the points.
MK_INLINE void finish_tiles(
  const mk_winograd_plan *plan, int64_t first, int64_t count, const int taps,
  const float *products) {
  const mk_winograd_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t pitch = mk_winograd_pitch(plan, plan->product_row);
  const int64_t plane = rows->size * columns->size * MK_LANES;
  _Alignas(64) float pixels[TILE * TILE * MK_LANES];
  for (int64_t block = 0; block < plan->blocks; block++) {
    // Infinities times the zeros of the lanes beyond the last channel are not zero.
    const vint alive = lane_numbers() < (int32_t)(plan->channels - block * MK_LANES);
    const vfloat bias = plan->bias ? load_float(plan->bias + block * MK_LANES) : splat(0.0f);
    grid_place place = find_tile(plan, first);
    for (int64_t i = 0; i < count; i++, advance_tile(plan, &place)) {
      read_pixels(
        points_to_pixels(taps), products + i * plan->product_row + block * MK_LANES, pitch, pixels);
      const int64_t row = place.row * TILE, column = place.column * TILE;
      const int64_t height = limited(rows->pixels - row, 0, TILE);
      const int64_t width = limited(columns->pixels - column, 0, TILE);
      float *out = plan->destination + (place.image * plan->blocks + block) * plane
                   + ((rows->first + row * rows->step) * columns->size
                      + columns->first + column * columns->step) * MK_LANES;
      for (int64_t y = 0; y < height; y++) {
        float *line = out + y * rows->step * columns->size * MK_LANES;
        for (int64_t x = 0; x < width; x++) {
          const vfloat pixel = load_float(pixels + (y * TILE + x) * MK_LANES) + bias;
          store_float(line + x * columns->step * MK_LANES, as_float(as_int(pixel) & alive));
        }
      }
    }
  }
}
