// Which convolutions Winograd's algorithm serves, and the plans of their passes.
#include "ConvolutionPlan.h"
#include "Matmul.h"

enum {
  // Fewer channels or tiles than this are mostly transforms.
  LEAST_CHANNELS = 16, FEW_TILES = 32,
  // Numbers of a block of tiles, as points and as products: they should stay in the cache of a
  // core, or, where cores share a block, in theirs.
  BLOCK_NUMBERS = 1 << 17, SHARED_NUMBERS = 1 << 20,
  // The segments of sums: how many at most, the numbers of all of them, and the tiles of one.
  MOST_SEGMENTS = 8, SEGMENTS_NUMBERS = 1 << 23, LEAST_SEGMENT = 64,
  // Tiles of a block: transformed weights are read once for each.
  LEAST_BLOCK = 16, MOST_BLOCK = 128,
  // More weights than this do not stay in any cache, and should be read rarely.
  MANY_WEIGHTS = 1 << 22, LARGE_BLOCK = 64,
  // From how many numbers on the rows of tiles are spread.
  WIDE_ROW = 128
};

static int64_t tiles_of(int64_t pixels) {
  return (pixels + MK_WINOGRAD_PIXELS - 1) / MK_WINOGRAD_PIXELS;
}

/// The axis of a pass that reads the image, or of a phase of one that reads the gradient.
static mk_winograd_axis axis_of(
  const mk_convolution_axis *axis, int64_t taps, int64_t phases) {
  mk_winograd_axis it = {
    .pixels = axis->pixels, .first = axis->first, .step = axis->step, .size = axis->size,
    .tiles = tiles_of(axis->pixels), .source_size = axis->source_size,
    .source_first = axis->tap_first, .kernel_first = axis->kernel_first,
    .tap_step = axis->kernel_step * phases, .kernel_size = axis->kernel_size};
  if (axis->tap_step < 0) {
    // Backwards, so that taps read the source in its order.
    it.source_first -= taps - 1;
    it.kernel_first += (taps - 1) * axis->kernel_step;
    it.tap_step = -it.tap_step;
  }
  return it;
}

/// The room for `width` numbers of a tile, which should not lie a power of two apart.
static int64_t row_of(int64_t width) {
  return width < WIDE_ROW ? width : width + MK_WINOGRAD_GAP;
}

static mk_winograd_plan plan_of(
  const mk_convolution *shape, const mk_convolution_plan *pass, int is_gradient,
  mk_pairing pairing) {
  const int32_t taps = (int32_t)(shape->kernel_height / shape->stride_height);
  const int32_t phases = is_gradient ? 1 : (int32_t)shape->stride_height;
  const int64_t kernel = shape->kernel_height * shape->kernel_width;
  mk_winograd_plan plan = {
    .rows = axis_of(&pass->rows, taps, phases), .columns = axis_of(&pass->columns, taps, phases),
    .batch = pass->batch, .taps = taps, .points = taps + MK_WINOGRAD_PIXELS - 1, .phases = phases,
    .source_channels = pass->source_channels, .channels = pass->channels,
    .source_blocks = pass->source_blocks, .blocks = pass->blocks,
    .depth = phases * phases * pass->source_blocks * MK_LANES,
    .source_stride = is_gradient ? shape->in_channels * kernel : kernel,
    .channel_stride = is_gradient ? kernel : shape->in_channels * kernel,
    .pairing = shape->winograd_bf16 ? pairing : MK_PAIRS_NONE, .pairs = mk_current_pairs()};
  const int64_t panel = mk_current_level()->pixel_columns;
  plan.panels = (plan.channels + panel - 1) / panel;
  plan.lines = plan.pairing == MK_PAIRS_OF_LINES ? plan.depth / 2 : plan.depth;
  plan.row = row_of(plan.lines);
  plan.product_row = row_of(plan.panels * panel);
  plan.tiles = plan.batch * plan.rows.tiles * plan.columns.tiles;
  return plan;
}

int64_t mk_winograd_weights_count(const mk_winograd_plan *plan) {
  return mk_winograd_matrices(plan)
         * mk_winograd_weights_pitch(plan, mk_current_level()->pixel_columns);
}

/// Cuts the tiles of a plan into blocks of about as many numbers or pairs of them.
static void cut(mk_winograd_plan *plan, int64_t numbers, int64_t rooms) {
  const int64_t row = plan->row + plan->product_row;
  const int64_t tile = mk_current_level()->tile_pixels;
  plan->streams = mk_winograd_weights_count(plan) > MANY_WEIGHTS;
  const int64_t least = plan->streams ? LARGE_BLOCK : LEAST_BLOCK;
  int64_t most = numbers / (mk_winograd_matrices(plan) * row) * mk_winograd_row_tiles(plan);
  if (most < least) most = least;
  most = smaller(most, MOST_BLOCK);
  const int64_t fair = (plan->tiles + rooms - 1) / rooms;
  plan->block_tiles = rounded_up(smaller(most, fair > 0 ? fair : 1), tile);
  plan->block_rows = mk_winograd_rows(plan, plan->block_tiles);
  plan->rooms = rooms;
  plan->sets = 1;
}

mk_winograd_plan mk_winograd_forward_plan(const mk_convolution *shape) {
  const mk_convolution_plan pass = mk_forward_plan(shape);
  mk_winograd_plan plan = plan_of(shape, &pass, 0, MK_PAIRS_OF_LINES);
  cut(&plan, BLOCK_NUMBERS, shape->winograd_threads);
  return plan;
}

mk_winograd_plan mk_winograd_gradient_plan(
  const mk_convolution *shape, int64_t row, int64_t column) {
  const mk_convolution_plan pass = mk_gradient_plan(shape, row, column);
  mk_winograd_plan plan = plan_of(shape, &pass, 1, MK_PAIRS_OF_LINES);
  cut(&plan, BLOCK_NUMBERS, shape->winograd_threads);
  return plan;
}

mk_winograd_plan mk_winograd_sums_plan(const mk_convolution *shape) {
  const mk_convolution_plan pass = mk_forward_plan(shape);
  mk_winograd_plan plan = plan_of(shape, &pass, 0, MK_PAIRS_OF_TILES);
  // Sums must not depend on the number of threads, so neither do the segments.
  int64_t segments = MOST_SEGMENTS;
  while (segments > 1 && (segments * mk_winograd_weights_count(&plan) > SEGMENTS_NUMBERS
                          || segments * LEAST_SEGMENT > plan.tiles)) {
    segments /= 2;
  }
  cut(&plan, segments > 1 ? BLOCK_NUMBERS : SHARED_NUMBERS, segments);
  plan.sets = segments;
  return plan;
}

int64_t mk_winograd_room_count(const mk_winograd_plan *plan) {
  return mk_winograd_matrices(plan)
         * (mk_winograd_pitch(plan, plan->row) + mk_winograd_pitch(plan, plan->product_row));
}

/// Whether tiles multiply much less than pixels, those that reach beyond the image being a waste,
/// and are so many that the transforms of the weights do not matter.
static int is_worthwhile(int64_t batch, int64_t height, int64_t width, int64_t taps) {
  const int64_t points = taps + MK_WINOGRAD_PIXELS - 1;
  const int64_t tiles = tiles_of(height) * tiles_of(width);
  return batch * tiles >= FEW_TILES
         && points * points * tiles * 4 <= taps * taps * height * width * 3;
}

int mk_suits_winograd(const mk_convolution *shape, mk_convolution_pass pass) {
  const int64_t stride = shape->stride_height, taps = shape->kernel_height / stride;
  const int is_gradient = pass == MK_CONVOLUTION_INPUT_GRADIENT;
  if (shape->winograd_threads <= 0 || shape->groups != 1
      || shape->in_channels < LEAST_CHANNELS || shape->out_channels < LEAST_CHANNELS
      || shape->dilation_height != 1 || shape->dilation_width != 1
      || shape->stride_width != stride || shape->kernel_width != shape->kernel_height
      || !((taps == 3 && stride == 1) || (taps == 2 && stride == 2))
      || shape->kernel_height % stride != 0) {
    return 0;
  }
  return is_gradient
    ? is_worthwhile(shape->batch, shape->in_height / stride, shape->in_width / stride, taps)
    : is_worthwhile(shape->batch, shape->out_height, shape->out_width, taps);
}
