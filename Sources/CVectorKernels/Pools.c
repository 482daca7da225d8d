// Shares the planes of pooling among threads.
#include "Level.h"
#include "Threads.h"

static int64_t pool_plane_count(const mk_pool *pool) {
  return pool->batch * ((pool->channels + pool->lanes - 1) / pool->lanes);
}

static void planes_part(void *context, int32_t part, int32_t parts) {
  const mk_pool_plan *plan = context;
  int64_t first, end;
  mk_part_range(pool_plane_count(plan->pool), part, parts, &first, &end);
  mk_current_level()->pool(plan, first, end);
}

static void run(mk_pool_plan plan) {
  const mk_pool *pool = plan.pool;
  const int64_t windows = pool->out_height * pool->out_width;
  const int64_t plane = windows * pool->kernel_height * pool->kernel_width * pool->lanes
                        + pool->in_height * pool->in_width * pool->lanes;
  const int64_t planes = pool_plane_count(pool);
  if (planes > 0) mk_run_parts(planes_part, &plan, planes * plane, planes);
}

void mk_max_pool(const mk_pool *pool, const float *in, float *out) {
  run((mk_pool_plan){.pool = pool, .kind = MK_POOL_MAXIMA, .in = in, .out = out});
}

void mk_max_pool_gradient(
  const mk_pool *pool, const float *in, const float *gradient, float *source_gradient) {
  run((mk_pool_plan){
    .pool = pool, .kind = MK_POOL_MAXIMUM_GRADIENTS, .in = in, .values = gradient,
    .out = source_gradient});
}

void mk_max_pool_gather(const mk_pool *pool, const float *in, const float *values, float *out) {
  run((mk_pool_plan){
    .pool = pool, .kind = MK_POOL_MAXIMUM_VALUES, .in = in, .values = values, .out = out});
}

void mk_average_pool(
  const mk_pool *pool, const float *in, float *out, int32_t count_includes_padding) {
  run((mk_pool_plan){
    .pool = pool, .kind = MK_POOL_AVERAGES, .in = in, .out = out,
    .count_includes_padding = count_includes_padding});
}

void mk_average_pool_gradient(
  const mk_pool *pool, const float *gradient, float *source_gradient,
  int32_t count_includes_padding) {
  run((mk_pool_plan){
    .pool = pool, .kind = MK_POOL_AVERAGE_GRADIENTS, .values = gradient, .out = source_gradient,
    .count_includes_padding = count_includes_padding});
}
