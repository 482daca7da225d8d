// The passes of a convolution: runs the code for the shape.
#include <string.h>

#include "ConvolutionPlan.h"
#include "Matmul.h"

static void pad_bias(
  const mk_convolution *shape, const float *bias, int64_t channels, float *padded) {
  memset(padded, 0, (size_t)mk_bias_room(shape) * sizeof(float));
  memcpy(padded, bias, (size_t)channels * sizeof(float));
}

/// The plan for one group of several, whose channels fill whole blocks.
static mk_convolution_plan plan_of_group(mk_convolution_plan plan, int64_t group) {
  const int64_t source = plan.rows.source_size * plan.columns.source_size;
  plan.source += group * plan.source_channels * source;
  plan.destination += group * plan.channels * plan.rows.size * plan.columns.size;
  return plan;
}

/// The forward pass in panels, by rows or depthwise, into blocks.
static void run_forward(
  const mk_convolution *shape, mk_convolution_route route, const float *source,
  const float *weights, const float *bias, float *destination, float *padded) {
  mk_convolution_plan plan = mk_forward_plan(shape);
  plan.source = source;
  plan.destination = destination;
  plan.panels = padded + mk_bias_room(shape);
  if (route == MK_ROUTE_DEPTHWISE) plan.channels = shape->out_channels;
  for (int64_t group = 0; group < (route == MK_ROUTE_DEPTHWISE ? 1 : shape->groups); group++) {
    mk_convolution_plan part = plan_of_group(plan, group);
    if (bias) {
      pad_bias(shape, bias + group * plan.channels, plan.channels, padded);
      part.bias = padded;
    }
    if (route == MK_ROUTE_DEPTHWISE) {
      mk_pack_depthwise(&part, weights);
      mk_run_depthwise(&part);
      continue;
    }
    const mk_weight_order order = {
      mk_kernel_size(shape), plan.source_channels * mk_kernel_size(shape)};
    mk_pack_panels(&part, weights + group * plan.channels * order.channel_stride, order);
    mk_row_plan rows;
    if (mk_plan_rows(&part, &rows)) {
      mk_run_rows(&rows);
    } else {
      mk_run_convolution(&part);
    }
  }
}

void mk_convolution_forward(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination, void *workspace) {
  const mk_convolution_route route = mk_choose_route(shape, MK_CONVOLUTION_FORWARD);
  const int64_t blocked = mk_blocked_room(shape, MK_CONVOLUTION_FORWARD, route);
  float *room = (float *)workspace + blocked;
  mk_plane_plan planes;
  if (route == MK_ROUTE_LOOPS) {
    mk_forward_loops(shape, source, weights, bias, destination);
  } else if (route == MK_ROUTE_PLANES && mk_plan_planes(shape, MK_CONVOLUTION_FORWARD, &planes)) {
    mk_run_planes(
      &planes, MK_CONVOLUTION_FORWARD, source, weights, bias, destination, room);
  } else if (route == MK_ROUTE_WINOGRAD) {
    if (bias) pad_bias(shape, bias, shape->out_channels, room);
    mk_winograd_forward(
      shape, source, weights, bias ? room : NULL, destination, room + mk_bias_room(shape));
  } else if (blocked > 0) {
    run_forward(shape, route, source, weights, bias, workspace, room);
    mk_unblock_channels(
      workspace, shape->batch, shape->out_channels, mk_result_pixels(shape), destination);
  } else {
    run_forward(shape, route, source, weights, bias, destination, room);
  }
}

/// One phase of the input gradient, all groups.
static void run_gradient_phase(
  const mk_convolution *shape, mk_convolution_route route, mk_convolution_plan plan,
  const float *weights) {
  if (route == MK_ROUTE_DEPTHWISE) {
    plan.channels = shape->in_channels;
    mk_pack_depthwise(&plan, weights);
    mk_run_depthwise(&plan);
    return;
  }
  for (int64_t group = 0; group < shape->groups; group++) {
    const mk_convolution_plan part = plan_of_group(plan, group);
    const mk_weight_order order = {plan.channels * mk_kernel_size(shape), mk_kernel_size(shape)};
    mk_pack_panels(
      &part, weights + group * plan.source_channels * order.source_stride, order);
    mk_run_convolution(&part);
  }
}

/// The input gradient in panels or depthwise, into blocks.
static void run_input_gradient(
  const mk_convolution *shape, mk_convolution_route route, const float *gradient,
  const float *weights, float *source_gradient, float *room) {
  for (int64_t row = 0; row < shape->stride_height; row++) {
    for (int64_t column = 0; column < shape->stride_width; column++) {
      mk_convolution_plan plan = mk_gradient_plan(shape, row, column);
      plan.source = gradient;
      plan.destination = source_gradient;
      plan.panels = room;
      run_gradient_phase(shape, route, plan, weights);
    }
  }
}

void mk_convolution_input_gradient(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, void *workspace) {
  const mk_convolution_pass pass = MK_CONVOLUTION_INPUT_GRADIENT;
  const mk_convolution_route route = mk_choose_route(shape, pass);
  const int64_t blocked = mk_blocked_room(shape, pass, route);
  float *room = (float *)workspace + blocked;
  mk_plane_plan planes;
  if (route == MK_ROUTE_LOOPS) {
    mk_input_gradient_loops(shape, gradient, weights, source_gradient);
  } else if (route == MK_ROUTE_THIN) {
    if (blocked > 0) {
      mk_block_channels(
        gradient, shape->batch, shape->out_channels, mk_result_pixels(shape), workspace);
    }
    mk_run_thin(shape, blocked > 0 ? workspace : gradient, weights, source_gradient, room);
  } else if (route == MK_ROUTE_PLANES && mk_plan_planes(shape, pass, &planes)) {
    mk_run_planes(&planes, pass, gradient, weights, NULL, source_gradient, room);
  } else if (route == MK_ROUTE_WINOGRAD) {
    mk_winograd_input_gradient(shape, gradient, weights, source_gradient, room);
  } else if (blocked > 0) {
    run_input_gradient(shape, route, gradient, weights, workspace, room);
    mk_unblock_channels(
      workspace, shape->batch, shape->in_channels, mk_image_pixels(shape), source_gradient);
  } else {
    run_input_gradient(shape, route, gradient, weights, source_gradient, room);
  }
}

/// The weight gradient in panels, by rows or depthwise, from a gradient in blocks.
static void run_weight_gradient(
  const mk_convolution *shape, mk_convolution_route route, mk_convolution_plan plan,
  float *weight_gradient) {
  if (route == MK_ROUTE_DEPTHWISE) {
    plan.channels = shape->out_channels;
    mk_run_depthwise_sums(&plan, weight_gradient);
    return;
  }
  for (int64_t group = 0; group < shape->groups; group++) {
    const mk_convolution_plan part = plan_of_group(plan, group);
    const mk_weight_order order = {
      mk_kernel_size(shape), plan.source_channels * mk_kernel_size(shape)};
    mk_row_plan rows;
    const int by_rows = mk_plan_rows(&part, &rows);
    if (by_rows) {
      mk_run_row_sums(&rows);
    } else {
      mk_run_convolution_sums(&part);
    }
    mk_unpack_panels(
      &part, by_rows ? mk_row_segments(&part) : mk_sum_segments(&part),
      weight_gradient + group * plan.channels * order.channel_stride, order);
  }
}

void mk_convolution_weight_gradient(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient, void *workspace) {
  const mk_convolution_pass pass = MK_CONVOLUTION_WEIGHT_GRADIENT;
  const mk_convolution_route route = mk_choose_route(shape, pass);
  mk_convolution_plan plan = mk_weight_plan(shape);
  if (route == MK_ROUTE_LOOPS) {
    mk_weight_gradient_loops(shape, source, gradient, weight_gradient);
    return;
  }
  if (mk_plan_pixels(&plan) <= 0) {
    mk_fill(
      weight_gradient, 0, shape->out_channels * plan.source_channels * mk_kernel_size(shape));
    return;
  }
  const int64_t blocked = mk_blocked_room(shape, pass, route);
  float *room = (float *)workspace + blocked;
  mk_plane_plan planes;
  if (route == MK_ROUTE_PLANES && mk_plan_plane_sums(shape, &planes)) {
    mk_run_plane_sums(&planes, source, gradient, weight_gradient, room);
  } else if (route == MK_ROUTE_WINOGRAD) {
    mk_winograd_weight_gradient(shape, source, gradient, weight_gradient, room);
  } else {
    if (blocked > 0) {
      mk_block_channels(
        gradient, shape->batch, shape->out_channels, mk_result_pixels(shape), workspace);
    }
    plan.source = source;
    // Only read: the passes share one type.
    plan.destination = blocked > 0 ? workspace : (float *)gradient;
    plan.panels = room;
    run_weight_gradient(shape, route, plan, weight_gradient);
  }
}
