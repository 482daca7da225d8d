// Pairs of bf16 numbers in the places of floats: how they are made, multiplied and added up.

/// The nearest bf16 numbers, ties to even; a NaN stays one.
MK_INLINE vushort halves_of(vfloat x) {
#if MK_HAS_BF16_UNITS
  return (vushort)_mm512_cvtneps_pbh((__m512)x);
#else
  return __builtin_convertvector(round_bf16((vuint)x) >> 16, vushort);
#endif
}

static __attribute__((noinline)) void narrow_points(
  const float *points, int64_t count, int64_t pitch, float *out) {
  for (int64_t i = 0; i < count; i++) {
    const vushort halves = halves_of(load_float(points + i * MK_LANES));
    memcpy(out + i * pitch, &halves, sizeof halves);
  }
}

MK_INLINE vfloat paired(const float *first, const float *second) {
  const vuint low = __builtin_convertvector(halves_of(load_float(first)), vuint);
  const vuint high = __builtin_convertvector(halves_of(load_float(second)), vuint);
  return (vfloat)(low | high << 16);
}

static __attribute__((noinline)) void interleave_points(
  const float *first, const float *second, int64_t count, int64_t pitch, int32_t streams,
  float *out) {
  for (int64_t i = 0; i < count; i++) {
    const vfloat pairs = paired(first + i * MK_LANES, second + i * MK_LANES);
    if (streams) {
      __builtin_nontemporal_store(pairs, (vfloat *)(out + i * pitch));
    } else {
      store_float(out + i * pitch, pairs);
    }
  }
}

static __attribute__((noinline)) void multiply_pairs(
  const float *tiles, int64_t row, int64_t lines, const float *panel, float *products,
  int64_t product_row) {
  multiply_panel(tiles, row, lines, panel, products, product_row, 1);
}

static __attribute__((noinline)) void sum_pairs(
  const float *tiles, int64_t row, const float *gradients, int64_t gradient_row, int64_t count,
  int32_t adds, float *panel) {
  sum_tile(tiles, 1, row, gradients, gradient_row, count, adds, panel, MK_PIXEL_VECTORS, 1);
}

#define PAIR_KERNELS                                                       \
  {                                                                        \
    .multiply = multiply_pairs, .sum = sum_pairs, .narrow = narrow_points, \
    .interleave = interleave_points                                        \
  }
