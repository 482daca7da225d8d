// Vectors of 16 elements, split by the compiler into the registers that a level has.
#include <stdint.h>
#include <string.h>

#define MK_INLINE static inline __attribute__((always_inline))

typedef float vfloat __attribute__((ext_vector_type(16)));
typedef int32_t vint __attribute__((ext_vector_type(16)));
typedef uint32_t vuint __attribute__((ext_vector_type(16)));
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
