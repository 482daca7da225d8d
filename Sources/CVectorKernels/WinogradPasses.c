// The passes of a convolution by Winograd's algorithm: their plans and working memory.
#include "ConvolutionPlan.h"

static int64_t room_of(const mk_winograd_plan *plan) {
  return mk_winograd_weights_count(plan) * plan->sets + mk_winograd_room_count(plan) * plan->rooms;
}

int64_t mk_winograd_room(const mk_convolution *shape, mk_convolution_pass pass) {
  if (pass != MK_CONVOLUTION_INPUT_GRADIENT) {
    const mk_winograd_plan plan = pass == MK_CONVOLUTION_FORWARD ? mk_winograd_forward_plan(shape)
                                                                 : mk_winograd_sums_plan(shape);
    return room_of(&plan);
  }
  int64_t most = 0;
  for (int64_t row = 0; row < shape->stride_height; row++) {
    for (int64_t column = 0; column < shape->stride_width; column++) {
      const mk_winograd_plan plan = mk_winograd_gradient_plan(shape, row, column);
      const int64_t count = room_of(&plan);
      if (count > most) most = count;
    }
  }
  return most;
}

/// Gives the working memory to a plan.
static void place(mk_winograd_plan *plan, float *room) {
  plan->panels_of_points = room;
  plan->room = room + mk_winograd_weights_count(plan) * plan->sets;
}

void mk_winograd_forward(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination, float *room) {
  mk_winograd_plan plan = mk_winograd_forward_plan(shape);
  plan.source = source;
  plan.weights = weights;
  plan.bias = bias;
  plan.destination = destination;
  place(&plan, room);
  mk_run_winograd(&plan);
}

void mk_winograd_input_gradient(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, float *room) {
  for (int64_t row = 0; row < shape->stride_height; row++) {
    for (int64_t column = 0; column < shape->stride_width; column++) {
      mk_winograd_plan plan = mk_winograd_gradient_plan(shape, row, column);
      plan.source = gradient;
      plan.weights = weights;
      plan.destination = source_gradient;
      place(&plan, room);
      mk_run_winograd(&plan);
    }
  }
}

void mk_winograd_weight_gradient(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient, float *room) {
  mk_winograd_plan plan = mk_winograd_sums_plan(shape);
  plan.source = source;
  // Only read: the passes share one type.
  plan.destination = (float *)gradient;
  plan.weight_gradient = weight_gradient;
  place(&plan, room);
  mk_run_winograd_sums(&plan);
}
