// x to the power y as exp2(y log2|x|) in double precision, with the special cases of IEEE 754.

/// log2 of x >= 0, the argument in single precision.
MK_INLINE vdouble wide_log2(vfloat x) {
  vint subnormal = x < 0x1p-126f;
  vfloat normal = subnormal ? x * 0x1p23f : x;
  vint exponent = balanced_exponent(normal);
  vdouble m = __builtin_convertvector(scale_down(normal, exponent), vdouble);
  vdouble s = (m - 1.0) / (m + 1.0);
  vdouble t = s * s;
  vdouble p = t * 0.2829014463393874671 + 0.3199056116703362599;
  p = p * t + 0.4122092543388329188;
  p = p * t + 0.5770779423465656812;
  p = p * t + 0.9617966941134019683;
  p = p * t + 2.885390081777849965;
  return p * s + __builtin_convertvector(exponent - (subnormal & 23), vdouble);
}

/// 2^t for |t| <= 200.
MK_INLINE vdouble wide_exp2(vdouble t) {
  vdouble shifted = t + 0x1.8p52;
  vdouble f = t - (shifted - 0x1.8p52);
  vdouble p = f * 0.00001520189583537256074 + 0.0001546931718065675617;
  p = p * f + 0.00133339228765709571;
  p = p * f + 0.009618027173259608936;
  p = p * f + 0.05550410352811004125;
  p = p * f + 0.2402265119875026533;
  p = p * f + 0.6931471807287208109;
  p = p * f + 0.9999999999616219087;
  return p * (vdouble)(((vlong)shifted + 1023) << 52);
}

MK_INLINE vfloat vector_power(vfloat x, vfloat y) {
  vfloat size = magnitude(x);
  vdouble t = wide_log2(size) * __builtin_convertvector(clamp(y, -0x1p40f, 0x1p40f), vdouble);
  t = t < -200.0 ? (vdouble)-200.0 : t;
  t = t > 200.0 ? (vdouble)200.0 : t;
  vfloat p = __builtin_convertvector(wide_exp2(t), vfloat);

  vint falls = y < 0.0f;
  p = size == 0.0f ? (falls ? infinity() : splat(0.0f)) : p;
  p = size == infinity() ? (falls ? splat(0.0f) : infinity()) : p;
  vfloat y_size = magnitude(y);
  vint whole = (__builtin_elementwise_floor(y_size) == y_size);
  vfloat odd_range = y_size < 0x1p24f ? y_size : splat(0.0f);
  vint odd = whole & ((__builtin_convertvector(odd_range, vint) & 1) != 0);
  vint negative = as_int(x) < 0;
  p = (negative & odd) ? -p : p;
  vint undefined = negative & ~whole & (size > 0.0f) & (size < infinity());
  p = (undefined | (x != x) | (y != y)) ? quiet_nan() : p;
  vint one = (x == 1.0f) | (y == 0.0f) | ((x == -1.0f) & (y_size == infinity()));
  return one ? splat(1.0f) : p;
}
