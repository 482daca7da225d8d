// Matrix multiplication of thin matrices as dot products of rows.

MK_INLINE float add_lanes(vfloat x) {
  vfloat8 a = x.lo + x.hi;
  float __attribute__((ext_vector_type(4))) b = a.lo + a.hi;
  return (b.x + b.z) + (b.y + b.w);
}

/// `many_rows` and `few_rows` are constants wherever this is inlined.
MK_INLINE void dot_block(
  const mk_dot_plan *plan, int64_t first, int64_t other, const int many_rows,
  const int few_rows) {
  const float *many = plan->many + first * plan->many_stride;
  const float *few = plan->few + other * plan->few_stride;
  vfloat sums[4][4];
  for (int i = 0; i < many_rows; i++) {
    for (int j = 0; j < few_rows; j++) sums[i][j] = splat(0.0f);
  }
  int64_t p = 0;
  for (; p + MK_LANES <= plan->k; p += MK_LANES) {
    vfloat y[4];
    for (int j = 0; j < few_rows; j++) y[j] = load_float(few + j * plan->few_stride + p);
    for (int i = 0; i < many_rows; i++) {
      const vfloat x = load_float(many + i * plan->many_stride + p);
      for (int j = 0; j < few_rows; j++) sums[i][j] += x * y[j];
    }
  }
  for (int i = 0; i < many_rows; i++) {
    for (int j = 0; j < few_rows; j++) {
      if (p < plan->k) {
        sums[i][j] += load_last(many + i * plan->many_stride, p, plan->k, 0)
                      * load_last(few + j * plan->few_stride, p, plan->k, 0);
      }
      float sum = add_lanes(sums[i][j]);
      const int64_t row = first + i, column = other + j;
      if (plan->bias) sum += plan->bias[row * plan->bias_many + column * plan->bias_few];
      if (plan->activation == MK_ACTIVATION_RELU && sum < 0) sum = 0;
      plan->c[row * plan->c_many + column * plan->c_few] = sum;
    }
  }
}

MK_INLINE void dot_rows(const mk_dot_plan *plan, int64_t first, const int many_rows) {
  int64_t j = 0;
  for (; j + 4 <= plan->few_count; j += 4) dot_block(plan, first, j, many_rows, 4);
  for (; j + 2 <= plan->few_count; j += 2) dot_block(plan, first, j, many_rows, 2);
  for (; j < plan->few_count; j++) dot_block(plan, first, j, many_rows, 1);
}

static void matmul_dots(const mk_dot_plan *plan, int64_t first, int64_t end) {
  int64_t i = first;
  for (; i + 4 <= end; i += 4) dot_rows(plan, i, 4);
  for (; i < end; i++) dot_rows(plan, i, 1);
}
