// Vectors of 16 elements, split by the compiler into the registers that a level has.
#include <stdint.h>
#include <string.h>

#define MK_INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef float vfloat __attribute__((ext_vector_type(16)));
typedef int32_t vint __attribute__((ext_vector_type(16)));
typedef uint32_t vuint __attribute__((ext_vector_type(16)));
typedef uint16_t vushort __attribute__((ext_vector_type(16)));
typedef double vdouble __attribute__((ext_vector_type(16)));
typedef int64_t vlong __attribute__((ext_vector_type(16)));
typedef float vfloat8 __attribute__((ext_vector_type(8)));
typedef double vdouble8 __attribute__((ext_vector_type(8)));

#define as_float(x) ((vfloat)(x))
#define as_int(x) ((vint)(x))

MK_INLINE vfloat load_float(const void *p) {
  vfloat v;
  memcpy(&v, p, sizeof v);
  return v;
}

MK_INLINE vint load_int(const void *p) {
  vint v;
  memcpy(&v, p, sizeof v);
  return v;
}

MK_INLINE vuint load_uint(const void *p) {
  vuint v;
  memcpy(&v, p, sizeof v);
  return v;
}

MK_INLINE void store_float(void *p, vfloat v) { memcpy(p, &v, sizeof v); }

MK_INLINE void store_int(void *p, vint v) { memcpy(p, &v, sizeof v); }

MK_INLINE void store_uint(void *p, vuint v) { memcpy(p, &v, sizeof v); }

/// `count` <= 16 numbers that lie `stride` apart, and zeros.
MK_INLINE vfloat load_some(const float *p, int64_t stride, int64_t count) {
#if MK_HAS_MASKS
  if (stride == 1) return (vfloat)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
#endif
  float lanes[16] = {0};
  for (int64_t i = 0; i < count; i++) lanes[i] = p[i * stride];
  return load_float(lanes);
}

/// Writes the first `count` lanes, at most all, `stride` apart.
MK_INLINE void store_some(float *p, int64_t stride, int64_t count, vfloat v) {
#if MK_HAS_MASKS
  if (stride == 1) {
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
    return;
  }
#endif
  float lanes[16];
  store_float(lanes, v);
  if (stride == 1 && count == 16) {
    store_float(p, v);
  } else if (stride == 1) {
    // Pieces of constant sizes: a copy of unknown size would be a call.
    int64_t i = 0;
    if (count & 8) memcpy(p, lanes, 32), i = 8;
    if (count & 4) memcpy(p + i, lanes + i, 16), i += 4;
    if (count & 2) memcpy(p + i, lanes + i, 8), i += 2;
    if (count & 1) p[i] = lanes[i];
  } else {
    for (int64_t i = 0; i < count; i++) p[i * stride] = lanes[i];
  }
}

MK_INLINE vfloat splat(float x) { return (vfloat)x; }

MK_INLINE vint lane_numbers(void) {
  return (vint){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
}

MK_INLINE vfloat magnitude(vfloat x) { return as_float(as_int(x) & 0x7fffffff); }

MK_INLINE vfloat copy_sign(vfloat size, vfloat sign) {
  return as_float((as_int(size) & 0x7fffffff) | (as_int(sign) & (int32_t)0x80000000));
}

MK_INLINE vfloat quiet_nan(void) { return as_float((vint)0x7fc00000); }

MK_INLINE vfloat infinity(void) { return as_float((vint)0x7f800000); }

/// The sum of the lanes, always in the same order.
MK_INLINE double sum_lanes(vfloat x) {
  vdouble wide = __builtin_convertvector(x, vdouble);
  vdouble8 a = wide.lo + wide.hi;
  double __attribute__((ext_vector_type(4))) b = a.lo + a.hi;
  return (b.x + b.z) + (b.y + b.w);
}
