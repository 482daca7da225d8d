// What processors of level x86-64-v4 have no portable name for.
#include "Vectors.h"

#pragma clang diagnostic ignored "-Wpsabi"

/// 1 / x to 14 bits.
MK_INLINE vfloat reciprocal_estimate(vfloat x) { return (vfloat)_mm512_rcp14_ps((__m512)x); }

/// 1 / sqrt(x) to 14 bits.
MK_INLINE vfloat reciprocal_root_estimate(vfloat x) {
  return (vfloat)_mm512_rsqrt14_ps((__m512)x);
}

/// Whether any lane of a mask is set.
MK_INLINE int any_lane(vint mask) { return _mm512_movepi32_mask((__m512i)mask) != 0; }
