// Which code the passes of a convolution take, and their plans: which pixels and taps meet along each
// axis.
#include "ConvolutionPlan.h"

mk_convolution_route mk_choose_route(const mk_convolution *shape, mk_convolution_pass pass) {
  mk_plane_plan planes;
  const int has_planes = pass == MK_CONVOLUTION_WEIGHT_GRADIENT
    ? mk_plan_plane_sums(shape, &planes) : mk_plan_planes(shape, pass, &planes);
  // Patches want blocks of the gradient's channels.
  if (pass == MK_CONVOLUTION_INPUT_GRADIENT && mk_is_thin(shape)
      && !(has_planes && mk_is_plain(shape->out_channels))) {
    return MK_ROUTE_THIN;
  }
  if (has_planes) return MK_ROUTE_PLANES;
  if (mk_suits_winograd(shape, pass)) return MK_ROUTE_WINOGRAD;
  if (shape->groups == 1) return MK_ROUTE_PANELS;
  if (mk_is_plain(shape->in_channels) || mk_is_plain(shape->out_channels)) return MK_ROUTE_LOOPS;
  if (shape->in_channels == shape->groups && shape->out_channels == shape->groups) {
    return MK_ROUTE_DEPTHWISE;
  }
  const int64_t reads = shape->in_channels / shape->groups;
  const int64_t writes = shape->out_channels / shape->groups;
  return reads % MK_LANES == 0 && writes % MK_LANES == 0 ? MK_ROUTE_PANELS : MK_ROUTE_LOOPS;
}

static mk_convolution_axis forward_axis(
  int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t pad, int64_t dilation) {
  return (mk_convolution_axis){
    .pixels = out, .first = 0, .step = 1, .size = out,
    .source_size = in, .source_step = stride,
    .taps = kernel, .tap_first = -pad, .tap_step = dilation,
    .kernel_first = 0, .kernel_step = 1, .kernel_size = kernel};
}

/// The places phase, phase + stride, ... of the input: place i meets place (i + pad - k dilation) /
/// stride of the output by those places k of the kernel for which that is whole, every few ones.
static mk_convolution_axis gradient_axis(
  int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t pad, int64_t dilation,
  int64_t phase) {
  mk_convolution_axis axis = {
    .pixels = phase < in ? (in - phase + stride - 1) / stride : 0,
    .first = phase, .step = stride, .size = in,
    .source_size = out, .source_step = 1, .kernel_step = 1, .kernel_size = kernel};
  for (int64_t place = 0; place < kernel; place++) {
    if ((phase + pad - place * dilation) % stride != 0) continue;
    if (axis.taps == 0) axis.kernel_first = place;
    if (axis.taps == 1) axis.kernel_step = place - axis.kernel_first;
    axis.taps++;
  }
  axis.tap_first = (phase + pad - axis.kernel_first * dilation) / stride;
  axis.tap_step = -(axis.kernel_step * dilation) / stride;
  return axis;
}

/// Fills in the products of a plan with its axes and channels.
static mk_convolution_plan with_depth(mk_convolution_plan plan, int64_t groups) {
  const int64_t taps = mk_plan_taps(&plan);
  plan.by_lines = plan.source_lanes == 1;
  if (plan.by_lines) {
    plan.lines = plan.source_channels * taps;
    plan.depth = mk_blocks(plan.lines);
  } else {
    plan.lines = plan.depth = mk_blocks(plan.source_channels) * taps;
    plan.by_channel = groups == 1 && plan.channels <= MK_FEW_CHANNELS;
  }
  return plan;
}

/// Plain channels or blocks of them from one image to the next.
static int64_t units_of(int64_t channels) {
  return mk_is_plain(channels) ? channels : mk_blocks(channels);
}

mk_convolution_plan mk_forward_plan(const mk_convolution *shape) {
  mk_convolution_plan plan = {
    .rows = forward_axis(
      shape->in_height, shape->out_height, shape->kernel_height, shape->stride_height,
      shape->pad_top, shape->dilation_height),
    .columns = forward_axis(
      shape->in_width, shape->out_width, shape->kernel_width, shape->stride_width,
      shape->pad_left, shape->dilation_width),
    .batch = shape->batch,
    .source_lanes = mk_lanes_of(shape->in_channels),
    .source_channels = shape->in_channels / shape->groups,
    .channels = shape->out_channels / shape->groups,
    .source_blocks = units_of(shape->in_channels),
    .blocks = mk_blocks(shape->out_channels)};
  return with_depth(plan, shape->groups);
}

mk_convolution_plan mk_weight_plan(const mk_convolution *shape) {
  mk_convolution_plan plan = mk_forward_plan(shape);
  plan.by_channel = 0;
  return plan;
}

mk_convolution_plan mk_gradient_plan(const mk_convolution *shape, int64_t row, int64_t column) {
  mk_convolution_plan plan = {
    .rows = gradient_axis(
      shape->in_height, shape->out_height, shape->kernel_height, shape->stride_height,
      shape->pad_top, shape->dilation_height, row),
    .columns = gradient_axis(
      shape->in_width, shape->out_width, shape->kernel_width, shape->stride_width,
      shape->pad_left, shape->dilation_width, column),
    .batch = shape->batch,
    .source_lanes = mk_lanes_of(shape->out_channels),
    .source_channels = shape->out_channels / shape->groups,
    .channels = shape->in_channels / shape->groups,
    .source_blocks = units_of(shape->out_channels),
    .blocks = mk_blocks(shape->in_channels)};
  return with_depth(plan, shape->groups);
}
