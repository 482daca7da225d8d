// The passes of a convolution: picks the code for the shape and lays out the workspace.
#include <string.h>

#include "ConvolutionPlan.h"
#include "Matmul.h"

static int64_t kernel_size(const mk_convolution *shape) {
  return shape->kernel_height * shape->kernel_width;
}

/// The numbers of weights in panels, by which the sums of a weight gradient may come in sets.
static int64_t panels_room(const mk_convolution *shape, mk_convolution_pass pass) {
  if (pass != MK_CONVOLUTION_INPUT_GRADIENT) {
    const mk_convolution_plan plan = mk_forward_plan(shape);
    const int64_t sets = pass == MK_CONVOLUTION_FORWARD ? 1 : mk_sum_segments(&plan);
    return mk_panels_count(&plan) * sets;
  }
  int64_t most = 0;
  for (int64_t row = 0; row < shape->stride_height; row++) {
    for (int64_t column = 0; column < shape->stride_width; column++) {
      const mk_convolution_plan plan = mk_gradient_plan(shape, row, column);
      const int64_t count = mk_panels_count(&plan);
      if (count > most) most = count;
    }
  }
  return most;
}

/// The numbers of a padded bias, whole panels.
static int64_t bias_room(const mk_convolution *shape) {
  return rounded_up(shape->out_channels, mk_current_level()->pixel_columns);
}

int32_t mk_convolution_is_thin(const mk_convolution *shape, mk_convolution_pass pass) {
  const mk_convolution_route route = mk_choose_route(shape, pass);
  return route == MK_ROUTE_THIN || route == MK_ROUTE_NARROW;
}

int32_t mk_convolution_is_winograd(const mk_convolution *shape, mk_convolution_pass pass) {
  return mk_choose_route(shape, pass) == MK_ROUTE_WINOGRAD;
}

int32_t mk_convolution_reads_rows(const mk_convolution *shape, mk_convolution_pass pass) {
  if (pass == MK_CONVOLUTION_INPUT_GRADIENT
      || mk_choose_route(shape, pass) != MK_ROUTE_PANELS) {
    return 0;
  }
  const mk_convolution_plan plan = mk_forward_plan(shape);
  mk_row_plan rows;
  return mk_plan_rows(&plan, &rows);
}

int64_t mk_convolution_workspace(const mk_convolution *shape, mk_convolution_pass pass) {
  int64_t count = 0;
  switch (mk_choose_route(shape, pass)) {
    case MK_ROUTE_PANELS:
      count = panels_room(shape, pass) + bias_room(shape);
      break;
    case MK_ROUTE_WINOGRAD:
      count = mk_winograd_room(shape, pass) + bias_room(shape);
      break;
    case MK_ROUTE_THIN:
      count = mk_thin_weights_count(shape);
      break;
    case MK_ROUTE_NARROW:
      count = mk_narrow_weights_count(shape);
      break;
    case MK_ROUTE_DEPTHWISE: {
      const int64_t set = mk_blocks(shape->in_channels) * MK_LANES * kernel_size(shape);
      const int weighs = pass == MK_CONVOLUTION_WEIGHT_GRADIENT;
      count = bias_room(shape) + set * (weighs && shape->batch > 1 ? shape->batch : 1);
      break;
    }
    case MK_ROUTE_LOOPS:
      break;
  }
  return count * (int64_t)sizeof(float);
}

static void pad_bias(
  const mk_convolution *shape, const float *bias, int64_t channels, float *padded) {
  memset(padded, 0, (size_t)bias_room(shape) * sizeof(float));
  memcpy(padded, bias, (size_t)channels * sizeof(float));
}

/// The plan for one group of several, whose channels fill whole blocks.
static mk_convolution_plan plan_of_group(mk_convolution_plan plan, int64_t group) {
  const int64_t source = plan.rows.source_size * plan.columns.source_size;
  plan.source += group * plan.source_channels * source;
  plan.destination += group * plan.channels * plan.rows.size * plan.columns.size;
  return plan;
}

void mk_convolution_forward(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination, void *workspace) {
  const mk_convolution_route route = mk_choose_route(shape, MK_CONVOLUTION_FORWARD);
  if (route == MK_ROUTE_LOOPS) {
    mk_forward_loops(shape, source, weights, bias, destination);
    return;
  }
  float *padded = workspace;
  if (route == MK_ROUTE_WINOGRAD) {
    if (bias) pad_bias(shape, bias, shape->out_channels, padded);
    mk_winograd_forward(
      shape, source, weights, bias ? padded : NULL, destination, padded + bias_room(shape));
    return;
  }
  mk_convolution_plan plan = mk_forward_plan(shape);
  plan.source = source;
  plan.destination = destination;
  plan.panels = padded + bias_room(shape);
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
    } else {
      const mk_weight_order order = {
        kernel_size(shape), plan.source_channels * kernel_size(shape)};
      mk_pack_panels(
        &part, weights + group * plan.channels * order.channel_stride, order);
      mk_row_plan rows;
      if (mk_plan_rows(&part, &rows)) {
        mk_run_rows(&rows);
      } else {
        mk_run_convolution(&part);
      }
    }
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
    const mk_weight_order order = {plan.channels * kernel_size(shape), kernel_size(shape)};
    mk_pack_panels(
      &part, weights + group * plan.source_channels * order.source_stride, order);
    mk_run_convolution(&part);
  }
}

void mk_convolution_input_gradient(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, void *workspace) {
  const mk_convolution_route route = mk_choose_route(shape, MK_CONVOLUTION_INPUT_GRADIENT);
  if (route == MK_ROUTE_LOOPS) {
    mk_input_gradient_loops(shape, gradient, weights, source_gradient);
    return;
  }
  if (route == MK_ROUTE_THIN) {
    mk_run_thin(shape, gradient, weights, source_gradient, workspace);
    return;
  }
  mk_narrow_plan narrow;
  if (route == MK_ROUTE_NARROW && mk_plan_narrow(shape, &narrow)) {
    mk_run_narrow(&narrow, gradient, weights, source_gradient, workspace);
    return;
  }
  if (route == MK_ROUTE_WINOGRAD) {
    mk_winograd_input_gradient(shape, gradient, weights, source_gradient, workspace);
    return;
  }
  for (int64_t row = 0; row < shape->stride_height; row++) {
    for (int64_t column = 0; column < shape->stride_width; column++) {
      mk_convolution_plan plan = mk_gradient_plan(shape, row, column);
      plan.source = gradient;
      plan.destination = source_gradient;
      plan.panels = workspace;
      run_gradient_phase(shape, route, plan, weights);
    }
  }
}

void mk_convolution_weight_gradient(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient, void *workspace) {
  const mk_convolution_route route = mk_choose_route(shape, MK_CONVOLUTION_WEIGHT_GRADIENT);
  mk_convolution_plan plan = mk_weight_plan(shape);
  if (route == MK_ROUTE_LOOPS) {
    mk_weight_gradient_loops(shape, source, gradient, weight_gradient);
    return;
  }
  if (mk_plan_pixels(&plan) <= 0) {
    mk_fill(
      weight_gradient, 0, shape->out_channels * plan.source_channels * kernel_size(shape));
    return;
  }
  if (route == MK_ROUTE_WINOGRAD) {
    mk_winograd_weight_gradient(shape, source, gradient, weight_gradient, workspace);
    return;
  }
  plan.source = source;
  // Only read: the passes share one type.
  plan.destination = (float *)gradient;
  plan.panels = workspace;
  if (route == MK_ROUTE_DEPTHWISE) {
    plan.channels = shape->out_channels;
    mk_run_depthwise_sums(&plan, weight_gradient);
    return;
  }
  for (int64_t group = 0; group < shape->groups; group++) {
    const mk_convolution_plan part = plan_of_group(plan, group);
    const mk_weight_order order = {
      kernel_size(shape), plan.source_channels * kernel_size(shape)};
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
