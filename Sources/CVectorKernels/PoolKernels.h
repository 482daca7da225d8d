// Pooling over windows of planes, 16 channels or one at a time.

/// The greatest number of each window of a plane.
MK_INLINE void pool_maxima(const mk_pool_plan *plan, int64_t plane, const int lanes) {
  const mk_pool *pool = plan->pool;
  const float *in = plan->in + plane * pool->in_height * pool->in_width * lanes;
  float *out = plan->out + plane * pool->out_height * pool->out_width * lanes;
  // A window of padding alone leaves -infinity, but not in the lanes beyond the last channel.
  const int64_t blocks = (pool->channels + lanes - 1) / lanes;
  const vint alive =
    lane_numbers() < (int32_t)limited(pool->channels - plane % blocks * lanes, 0, lanes);
  for (int64_t row = 0; row < pool->out_height; row++) {
    for (int64_t column = 0; column < pool->out_width; column++, out += lanes) {
      vfloat maximum;
      if (lanes == 1) {
        const window_run run = run_at(pool, row, column);
        if (run.count > 0) {
          first_maxima(pool, in, &run, &maximum);
          store_some(out, 1, run.count, maximum);
          column += run.count - 1;
          out += run.count - 1;
          continue;
        }
      }
      first_maximum(pool, in, window_at(pool, row, column), lanes, &maximum);
      pool_store(out, as_float(as_int(maximum) & alive), lanes);
    }
  }
}

/// Adds gradients to the first maxima of their windows.
MK_INLINE void pool_maximum_gradients(
  const mk_pool_plan *plan, int64_t plane, const int lanes) {
  const mk_pool *pool = plan->pool;
  const int64_t area = pool->in_height * pool->in_width * lanes;
  const float *in = plan->in + plane * area;
  const float *gradient = plan->values + plane * pool->out_height * pool->out_width * lanes;
  float *out = plan->out + plane * area;
  // Windows apart from each other meet each place once at most.
  const int is_apart =
    pool->stride_height >= pool->kernel_height && pool->stride_width >= pool->kernel_width;
  memset(out, 0, (size_t)area * sizeof(float));
  for (int64_t row = 0; row < pool->out_height; row++) {
    for (int64_t column = 0; column < pool->out_width; column++, gradient += lanes) {
      vfloat maximum;
      if (lanes == 1 && is_apart) {
        const window_run run = run_at(pool, row, column);
        if (run.count > 0) {
          const vint place = first_maxima(pool, in, &run, &maximum);
          const vfloat values = load_some(gradient, 1, run.count);
          store_run(pool, &run, place, values, out);
          column += run.count - 1;
          gradient += run.count - 1;
          continue;
        }
      }
      const pool_window window = window_at(pool, row, column);
      const vint place = first_maximum(pool, in, window, lanes, &maximum);
      const vfloat value = pool_load(gradient, lanes);
      EACH_PLACE(pool, window) {
        const vfloat before = pool_load(out + at * lanes, lanes);
        const vint here = place == (int32_t)at;
        pool_store(out + at * lanes, choose(here, before + value, before), lanes);
      }
    }
  }
}

/// The values at the first maxima.
MK_INLINE void pool_maximum_values(const mk_pool_plan *plan, int64_t plane, const int lanes) {
  const mk_pool *pool = plan->pool;
  const int64_t area = pool->in_height * pool->in_width * lanes;
  const float *in = plan->in + plane * area, *values = plan->values + plane * area;
  float *out = plan->out + plane * pool->out_height * pool->out_width * lanes;
  for (int64_t row = 0; row < pool->out_height; row++) {
    for (int64_t column = 0; column < pool->out_width; column++, out += lanes) {
      const pool_window window = window_at(pool, row, column);
      vfloat maximum, sum = splat(0.0f);
      const vint place = first_maximum(pool, in, window, lanes, &maximum);
      EACH_PLACE(pool, window) {
        sum = choose(place == (int32_t)at, pool_load(values + at * lanes, lanes), sum);
      }
      pool_store(out, sum, lanes);
    }
  }
}

/// What the sum of a window is multiplied by.
MK_INLINE float window_share(const mk_pool_plan *plan, pool_window window) {
  const int64_t within =
    (window.end_row - window.first_row) * (window.end_column - window.first_column);
  const int64_t count = plan->count_includes_padding
                          ? plan->pool->kernel_height * plan->pool->kernel_width
                          : within;
  return count > 0 ? 1.0f / (float)count : 0.0f;
}

MK_INLINE void pool_averages(const mk_pool_plan *plan, int64_t plane, const int lanes) {
  const mk_pool *pool = plan->pool;
  const float *in = plan->in + plane * pool->in_height * pool->in_width * lanes;
  float *out = plan->out + plane * pool->out_height * pool->out_width * lanes;
  for (int64_t row = 0; row < pool->out_height; row++) {
    for (int64_t column = 0; column < pool->out_width; column++, out += lanes) {
      const pool_window window = window_at(pool, row, column);
      vfloat sum = splat(0.0f);
      EACH_PLACE(pool, window) sum += pool_load(in + at * lanes, lanes);
      pool_store(out, sum * splat(window_share(plan, window)), lanes);
    }
  }
}

MK_INLINE void pool_average_gradients(
  const mk_pool_plan *plan, int64_t plane, const int lanes) {
  const mk_pool *pool = plan->pool;
  const int64_t area = pool->in_height * pool->in_width * lanes;
  const float *gradient = plan->values + plane * pool->out_height * pool->out_width * lanes;
  float *out = plan->out + plane * area;
  memset(out, 0, (size_t)area * sizeof(float));
  for (int64_t row = 0; row < pool->out_height; row++) {
    for (int64_t column = 0; column < pool->out_width; column++, gradient += lanes) {
      const pool_window window = window_at(pool, row, column);
      const vfloat share = pool_load(gradient, lanes) * splat(window_share(plan, window));
      EACH_PLACE(pool, window) {
        pool_store(out + at * lanes, pool_load(out + at * lanes, lanes) + share, lanes);
      }
    }
  }
}
#undef EACH_PLACE

/// Planes `first` ..< `end` of any kind of pooling.
static void pool_planes(const mk_pool_plan *plan, int64_t first, int64_t end) {
#define EACH_PLANE(body)                                            \
  for (int64_t plane = first; plane < end; plane++) {               \
    if (plan->pool->lanes == 1) {                                   \
      body(plan, plane, 1);                                         \
    } else {                                                        \
      body(plan, plane, MK_LANES);                                  \
    }                                                               \
  }                                                                 \
  break
  switch (plan->kind) {
    case MK_POOL_MAXIMA: EACH_PLANE(pool_maxima);
    case MK_POOL_MAXIMUM_GRADIENTS: EACH_PLANE(pool_maximum_gradients);
    case MK_POOL_MAXIMUM_VALUES: EACH_PLANE(pool_maximum_values);
    case MK_POOL_AVERAGES: EACH_PLANE(pool_averages);
    case MK_POOL_AVERAGE_GRADIENTS: EACH_PLANE(pool_average_gradients);
  }
#undef EACH_PLANE
}
