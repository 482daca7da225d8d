// Plain loops for grouped convolutions whose groups fill no blocks of channels.
#include "ConvolutionPlan.h"
#include "Threads.h"

typedef enum { INTO_OUTPUT, INTO_INPUT, INTO_WEIGHTS } loops_target;

/// The three arrays of a convolution, of which `target` says which one is added to.
typedef struct {
  const mk_convolution *shape;
  float *input, *output, *weights;
  loops_target target;
} loops_work;

/// The first element of a channel of an image.
static inline int64_t start_of(int64_t image, int64_t channel, int64_t channels, int64_t area) {
  if (mk_is_plain(channels)) return (image * channels + channel) * area;
  return (image * mk_blocks(channels) + channel / MK_LANES) * area * MK_LANES
         + channel % MK_LANES;
}

static int64_t count_of(int64_t batch, int64_t channels, int64_t area) {
  return mk_is_plain(channels) ? batch * channels * area : mk_blocked_count(batch, channels, area);
}

/// Adds over the places of the output that a tap connects to the input.
static inline void add_tap(
  const mk_convolution *shape, int64_t row, int64_t column, float *input, float *output,
  float *weight, const loops_target target) {
  const int64_t in_step = mk_lanes_of(shape->in_channels), out_step = mk_lanes_of(shape->out_channels);
  float sum = 0;
  for (int64_t i = 0; i < shape->out_height; i++) {
    const int64_t y = i * shape->stride_height + row * shape->dilation_height - shape->pad_top;
    if (y < 0 || y >= shape->in_height) continue;
    for (int64_t j = 0; j < shape->out_width; j++) {
      const int64_t x = j * shape->stride_width + column * shape->dilation_width - shape->pad_left;
      if (x < 0 || x >= shape->in_width) continue;
      float *in = input + (y * shape->in_width + x) * in_step;
      float *out = output + (i * shape->out_width + j) * out_step;
      if (target == INTO_OUTPUT) *out += *weight * *in;
      if (target == INTO_INPUT) *in += *weight * *out;
      if (target == INTO_WEIGHTS) sum += *in * *out;
    }
  }
  if (target == INTO_WEIGHTS) *weight += sum;
}

/// All taps between an input channel and an output channel of one image.
static void add_channels(const loops_work *work, int64_t image, int64_t in, int64_t out) {
  const mk_convolution *shape = work->shape;
  const int64_t per_group = shape->in_channels / shape->groups;
  const int64_t in_area = mk_image_pixels(shape), out_area = mk_result_pixels(shape);
  float *input = work->input + start_of(image, in, shape->in_channels, in_area);
  float *output = work->output + start_of(image, out, shape->out_channels, out_area);
  float *weight = work->weights
                  + (out * per_group + in % per_group) * shape->kernel_height
                      * shape->kernel_width;
  for (int64_t row = 0; row < shape->kernel_height; row++) {
    for (int64_t column = 0; column < shape->kernel_width; column++, weight++) {
      switch (work->target) {
        case INTO_OUTPUT:
          add_tap(shape, row, column, input, output, weight, INTO_OUTPUT);
          break;
        case INTO_INPUT:
          add_tap(shape, row, column, input, output, weight, INTO_INPUT);
          break;
        case INTO_WEIGHTS:
          add_tap(shape, row, column, input, output, weight, INTO_WEIGHTS);
          break;
      }
    }
  }
}

/// Adds to the channels of one side of some groups, each thread to groups of its own.
static void groups_part(void *context, int32_t part, int32_t parts) {
  const loops_work *work = context;
  const mk_convolution *shape = work->shape;
  const int64_t reads = shape->in_channels / shape->groups;
  const int64_t writes = shape->out_channels / shape->groups;
  int64_t first, end;
  mk_part_range(shape->groups, part, parts, &first, &end);
  for (int64_t group = first; group < end; group++) {
    for (int64_t image = 0; image < shape->batch; image++) {
      for (int64_t out = group * writes; out < (group + 1) * writes; out++) {
        for (int64_t in = group * reads; in < (group + 1) * reads; in++) {
          add_channels(work, image, in, out);
        }
      }
    }
  }
}

static void run(const loops_work *work) {
  const mk_convolution *shape = work->shape;
  const int64_t kernel = mk_kernel_size(shape);
  const int64_t products = shape->batch * shape->out_channels * shape->out_height
                           * shape->out_width * (shape->in_channels / shape->groups) * kernel;
  mk_run_parts(groups_part, (void *)work, products, shape->groups);
}

void mk_forward_loops(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination) {
  const int64_t area = mk_result_pixels(shape);
  mk_fill(destination, 0, count_of(shape->batch, shape->out_channels, area));
  for (int64_t image = 0; bias && image < shape->batch; image++) {
    for (int64_t channel = 0; channel < shape->out_channels; channel++) {
      float *out = destination + start_of(image, channel, shape->out_channels, area);
      const int64_t step = mk_lanes_of(shape->out_channels);
      for (int64_t i = 0; i < area; i++) out[i * step] = bias[channel];
    }
  }
  const loops_work work = {
    .shape = shape, .input = (float *)source, .output = destination,
    .weights = (float *)weights, .target = INTO_OUTPUT};
  run(&work);
}

void mk_input_gradient_loops(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient) {
  mk_fill(source_gradient, 0, count_of(shape->batch, shape->in_channels, mk_image_pixels(shape)));
  const loops_work work = {
    .shape = shape, .input = source_gradient, .output = (float *)gradient,
    .weights = (float *)weights, .target = INTO_INPUT};
  run(&work);
}

void mk_weight_gradient_loops(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient) {
  mk_fill(
    weight_gradient, 0,
    shape->out_channels * (shape->in_channels / shape->groups) * shape->kernel_height
      * shape->kernel_width);
  const loops_work work = {
    .shape = shape, .input = (float *)source, .output = (float *)gradient,
    .weights = weight_gradient, .target = INTO_WEIGHTS};
  run(&work);
}
