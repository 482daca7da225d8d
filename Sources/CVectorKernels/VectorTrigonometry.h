// Sine and cosine: the argument is reduced in double precision, huge ones are left to libm.
#include <math.h>

/// sin and cos of r in [-pi/4, pi/4].
MK_INLINE vfloat reduced_sin(vfloat r) {
  vfloat t = r * r;
  vfloat p = t * -1.9517234718e-4f + 8.3321776867e-3f;
  p = p * t - 1.6666654937e-1f;
  return r * t * p + r;
}

MK_INLINE vfloat reduced_cos(vfloat r) {
  vfloat t = r * r;
  vfloat p = t * 2.4438379505e-5f - 1.388736691e-3f;
  p = p * t + 4.1666646855e-2f;
  return t * t * p + (1.0f - t * 0.5f);
}

/// sin(r + quadrant pi/2) from |r| <= pi/4.
MK_INLINE vfloat sin_in_quadrant(vfloat r, vint quadrant) {
  vfloat y = (quadrant & 1) != 0 ? reduced_cos(r) : reduced_sin(r);
  return as_float(as_int(y) ^ ((quadrant & 2) << 30));
}

static __attribute__((noinline)) void huge_sin(
  const float *x, float *y, float limit, int32_t cosine) {
  for (int i = 0; i < MK_LANES; i++) {
    if (!(fabsf(x[i]) < limit)) y[i] = cosine ? cosf(x[i]) : sinf(x[i]);
  }
}

/// sin(x + cosine pi/2).
MK_INLINE vfloat vector_sin(vfloat x, int32_t cosine) {
  const float limit = 0x1p19f;
  vint huge = ~(magnitude(x) < limit);
  vdouble wide = __builtin_convertvector(huge ? splat(0.0f) : x, vdouble);
  vdouble shifted = wide * 0.6366197723675813431 + 0x1.8p52;
  vdouble n = shifted - 0x1.8p52;
  vdouble r = wide - n * 0x1.921fb544p+0;
  r = r - n * 6.077100506506192601e-11;
  vint quadrant = __builtin_convertvector((vlong)shifted, vint) + cosine;
  vfloat y = sin_in_quadrant(__builtin_convertvector(r, vfloat), quadrant);
  if (!cosine) y = x == 0.0f ? x : y;
  if (__builtin_reduce_or(huge)) {
    float in[MK_LANES], out[MK_LANES];
    store_float(in, x);
    store_float(out, y);
    huge_sin(in, out, limit, cosine);
    y = load_float(out);
  }
  return y;
}
