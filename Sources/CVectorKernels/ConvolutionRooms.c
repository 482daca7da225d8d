// What the passes of a convolution tell of themselves, and the working memory that they need.
#include "ConvolutionPlan.h"
#include "Matmul.h"

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

int64_t mk_bias_room(const mk_convolution *shape) {
  return rounded_up(shape->out_channels, mk_current_level()->pixel_columns);
}

int32_t mk_convolution_is_thin(const mk_convolution *shape, mk_convolution_pass pass) {
  const mk_convolution_route route = mk_choose_route(shape, pass);
  return route == MK_ROUTE_THIN || route == MK_ROUTE_PLANES;
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

int64_t mk_blocked_room(
  const mk_convolution *shape, mk_convolution_pass pass, mk_convolution_route route) {
  const int is_gradient = pass == MK_CONVOLUTION_INPUT_GRADIENT;
  if (is_gradient && route == MK_ROUTE_PANELS && mk_is_plain(shape->in_channels)) {
    return mk_blocked_count(shape->batch, shape->in_channels, mk_image_pixels(shape));
  }
  // Panels read plain numbers where they lie, and write blocks.
  if (route == (is_gradient ? MK_ROUTE_THIN : MK_ROUTE_PANELS)
      && mk_is_plain(shape->out_channels)) {
    return mk_blocked_count(shape->batch, shape->out_channels, mk_result_pixels(shape));
  }
  return 0;
}

/// The numbers of a pass by way of planes.
static int64_t planes_room(const mk_convolution *shape, mk_convolution_pass pass) {
  mk_plane_plan plan;
  if (pass == MK_CONVOLUTION_WEIGHT_GRADIENT) {
    return mk_plan_plane_sums(shape, &plan) ? mk_plane_sums_count(&plan) : 0;
  }
  return mk_plan_planes(shape, pass, &plan) ? mk_plane_weights_count(&plan) : 0;
}

int64_t mk_convolution_workspace(const mk_convolution *shape, mk_convolution_pass pass) {
  const mk_convolution_route route = mk_choose_route(shape, pass);
  int64_t count = 0;
  switch (route) {
    case MK_ROUTE_PANELS:
      count = panels_room(shape, pass) + mk_bias_room(shape);
      break;
    case MK_ROUTE_WINOGRAD:
      count = mk_winograd_room(shape, pass) + mk_bias_room(shape);
      break;
    case MK_ROUTE_THIN:
      count = mk_thin_weights_count(shape);
      break;
    case MK_ROUTE_PLANES:
      count = planes_room(shape, pass);
      break;
    case MK_ROUTE_DEPTHWISE: {
      const int64_t set = mk_blocks(shape->in_channels) * MK_LANES * mk_kernel_size(shape);
      const int weighs = pass == MK_CONVOLUTION_WEIGHT_GRADIENT;
      count = mk_bias_room(shape) + set * (weighs && shape->batch > 1 ? shape->batch : 1);
      break;
    }
    case MK_ROUTE_LOOPS:
      break;
  }
  return (mk_blocked_room(shape, pass, route) + count) * (int64_t)sizeof(float);
}
