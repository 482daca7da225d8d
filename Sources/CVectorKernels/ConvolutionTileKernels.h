// Convolution in register tiles of pixels x vectors of channels, from gathered strips.
//
// Each element is one chain of additions over its blocks of products, cut where the strips are,
// whatever tile it is in.

/// What one call of `convolve_tile` adds to some pixels of a panel's channels.
typedef struct {
  const float *strip, *panel, *bias;
  float *destination;
  // Where the pixels lie from the first block of the destination on, and the next block from one.
  const int64_t *places;
  int64_t block_step, depth;
  // Channels of the panel from its first one on.
  int64_t channels;
  int32_t adds;
} pixel_task;

/// `vectors` and `lanes` are constants wherever this is inlined, so that sums stay in registers.
MK_INLINE void convolve_tile(const pixel_task *task, const int vectors, const int lanes) {
  // The next product is the next number of a pixel's block, or the next line.
  const int64_t lane_step = lanes == 1 ? MK_STRIP_PITCH : 1;
  const float *a = task->strip, *b = task->panel;
  vfloat sums[MK_PIXELS][MK_PIXEL_VECTORS];
#define EACH_SUM                                   \
  UNROLLED for (int j = 0; j < vectors; j++)       \
  UNROLLED for (int i = 0; i < MK_PIXELS; i++)
  if (task->adds) {
    EACH_SUM sums[i][j] = load_float(task->destination + task->places[i] + j * task->block_step);
  } else if (task->bias) {
    EACH_SUM sums[i][j] = load_float(task->bias + j * MK_LANES);
  } else {
    EACH_SUM sums[i][j] = splat(0.0f);
  }
  for (int64_t block = 0; block < task->depth; block++) {
    const float *at = a;
    for (int lane = 0; lane < MK_LANES; lane += 4) {
      UNROLLED for (int part = 0; part < 4; part++) {
        vfloat y[MK_PIXEL_VECTORS];
        UNROLLED for (int j = 0; j < vectors; j++) y[j] = load_float(b + j * MK_LANES);
        UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
          const vfloat x = splat(at[i * lanes]);
          UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] += x * y[j];
        }
        at += lane_step;
        b += PIXEL_PANEL;
      }
    }
    a += MK_STRIP_PITCH * MK_LANES;
  }
  // Infinities times the zeros of the lanes beyond the last channel are not zero.
  UNROLLED for (int j = 0; j < vectors; j++) {
    const vint alive = lane_numbers() < (int32_t)(task->channels - j * MK_LANES);
    UNROLLED for (int i = 0; i < MK_PIXELS; i++) {
      sums[i][j] = as_float(as_int(sums[i][j]) & alive);
    }
  }
  // Backwards: pixels beyond the last one stand at its place and are written before it.
  UNROLLED for (int j = 0; j < vectors; j++) {
    UNROLLED for (int i = MK_PIXELS - 1; i >= 0; i--) {
      store_float(task->destination + task->places[i] + j * task->block_step, sums[i][j]);
    }
  }
#undef EACH_SUM
}

#define CONVOLVE(name, vectors, lanes)                                  \
  static __attribute__((noinline)) void name(const pixel_task *task) {  \
    convolve_tile(task, vectors, lanes);                                \
  }

CONVOLVE(convolve_blocked, MK_PIXEL_VECTORS, MK_LANES)
CONVOLVE(convolve_lines, MK_PIXEL_VECTORS, 1)
#if MK_PIXEL_VECTORS > 1
CONVOLVE(convolve_blocked_vector, 1, MK_LANES)
CONVOLVE(convolve_lines_vector, 1, 1)
#endif
#undef CONVOLVE

MK_INLINE void convolve_pixels(
  const mk_convolution_plan *plan, const pixel_task *task) {
#if MK_PIXEL_VECTORS > 1
  if (task->channels <= MK_LANES) {
    if (plan->by_lines) {
      convolve_lines_vector(task);
    } else {
      convolve_blocked_vector(task);
    }
    return;
  }
#endif
  if (plan->by_lines) {
    convolve_lines(task);
  } else {
    convolve_blocked(task);
  }
}

/// Where `count` pixels lie in the destination, and again the last one to the end of a tile.
static __attribute__((noinline)) void find_places(
  const mk_convolution_plan *plan, int64_t first, int64_t count, int64_t *places) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  grid_place place = find_place(plan, first);
  int64_t last = 0;
  for (int64_t i = 0; i < count || i % MK_PIXELS != 0; i++) {
    if (i < count) {
      const int64_t row = rows->first + place.row * rows->step;
      const int64_t column = columns->first + place.column * columns->step;
      last = ((place.image * plan->blocks * rows->size + row) * columns->size + column)
             * MK_LANES;
      advance(plan, &place, 1);
    }
    places[i] = last;
  }
}

/// Computes `count` <= MK_STRIP pixels of the channels of some panels.
static void convolve_panels(
  const mk_convolution_plan *plan, int64_t first, int64_t count, int64_t first_panel,
  int64_t end_panel) {
  _Alignas(64) float strip[MK_DEPTH_BLOCKS * MK_STRIP_PITCH * MK_LANES];
  int64_t places[MK_STRIP];
  find_places(plan, first, count, places);
  const int64_t pieces = depth_pieces(plan->depth);
  const int64_t block_step = plan->rows.size * plan->columns.size * MK_LANES;
  for (int64_t piece = 0; piece < pieces; piece++) {
    const int64_t block = plan->depth * piece / pieces;
    const int64_t end_block = plan->depth * (piece + 1) / pieces;
    gather_strip(plan, first, count, block, end_block, strip);
    for (int64_t panel = first_panel; panel < end_panel; panel++) {
      pixel_task task = {
        .panel = plan->panels + (panel * plan->depth + block) * MK_LANES * PIXEL_PANEL,
        .bias = plan->bias ? plan->bias + panel * PIXEL_PANEL : NULL,
        .destination = plan->destination + panel * MK_PIXEL_VECTORS * block_step,
        .block_step = block_step,
        .depth = end_block - block,
        .channels = plan->channels - panel * PIXEL_PANEL,
        .adds = piece > 0};
      for (int64_t pixel = 0; pixel < count; pixel += MK_PIXELS) {
        task.strip = strip + pixel * (plan->by_lines ? 1 : MK_LANES);
        task.places = places + pixel;
        convolve_pixels(plan, &task);
      }
    }
  }
}
