// The passes of a convolution by Winograd's algorithm: their plans and working memory.
#include "ConvolutionPlan.h"

int64_t mk_winograd_room(const mk_convolution *shape, mk_convolution_pass pass) {
  // Of the phases of an input gradient the first has the most pixels.
  const mk_winograd_plan plan =
    pass == MK_CONVOLUTION_FORWARD          ? mk_winograd_forward_plan(shape)
    : pass == MK_CONVOLUTION_INPUT_GRADIENT ? mk_winograd_gradient_plan(shape, 0, 0)
                                            : mk_winograd_sums_plan(shape);
  return mk_winograd_weights_count(&plan) * plan.sets + mk_winograd_room_count(&plan) * plan.rooms;
}

/// Gives the working memory to a plan.
static void place(mk_winograd_plan *plan, float *room) {
  plan->panels_of_points = room;
  plan->room = room + mk_winograd_weights_count(plan) * plan->sets;
}

/// Runs a plan that computes a destination.
static void run(
  mk_winograd_plan plan, const float *source, const float *weights, const float *bias,
  float *destination, float *room) {
  plan.source = source;
  plan.weights = weights;
  plan.bias = bias;
  plan.destination = destination;
  place(&plan, room);
  mk_run_winograd(&plan);
}

void mk_winograd_forward(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination, float *room) {
  run(mk_winograd_forward_plan(shape), source, weights, bias, destination, room);
}

void mk_winograd_input_gradient(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, float *room) {
  for (int64_t row = 0; row < shape->stride_height; row++) {
    for (int64_t column = 0; column < shape->stride_width; column++) {
      run(
        mk_winograd_gradient_plan(shape, row, column), gradient, weights, NULL, source_gradient,
        room);
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
