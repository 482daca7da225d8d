// Exponentials, logarithms and what is made of them, to about one unit in the last place.
//
// Each function reduces its argument to a small interval and evaluates a minimax polynomial
// there (Remez, weighted for relative error). NaN comes out where NaN goes in.

#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 1.42860682031e-6f
#define LOG2_E 1.44269504089f
// Adding this rounds to an integer and leaves it in the low bits.
#define ROUNDING_SHIFT 12582912.0f

MK_INLINE vfloat clamp(vfloat x, float low, float high) {
  x = x < low ? splat(low) : x;
  return x > high ? splat(high) : x;
}

MK_INLINE vfloat power_of_two(vint exponent) { return as_float((exponent + 127) << 23); }

/// exp(r) - 1 with x = exponent ln 2 + r, |r| <= ln 2 / 2, for |x| < 1e6.
MK_INLINE vfloat reduced_expm1(vfloat x, vint *exponent) {
  vfloat shifted = x * LOG2_E + ROUNDING_SHIFT;
  vfloat n = shifted - ROUNDING_SHIFT;
  *exponent = as_int(shifted) - as_int(splat(ROUNDING_SHIFT));
  vfloat r = x - n * LN2_HIGH;
  r = r - n * LN2_LOW;
  vfloat p = r * 1.9845893432e-4f + 1.3940823221e-3f;
  p = p * r + 8.3333897988e-3f;
  p = p * r + 4.16663586e-2f;
  p = p * r + 1.6666666367e-1f;
  p = p * r + 5.0000000447e-1f;
  return r * r * p + r;
}

MK_INLINE vfloat vector_exp(vfloat x) {
  vint exponent;
  vfloat p = reduced_expm1(clamp(x, -105.0f, 90.0f), &exponent) + 1.0f;
  // Two factors reach the subnormal numbers and the overflow to infinity.
  vint half = exponent >> 1;
  return p * power_of_two(half) * power_of_two(exponent - half);
}

/// log(1 + f) + exponent ln 2 for 1 + f in [sqrt(1/2), sqrt(2)].
MK_INLINE vfloat reduced_log(vfloat f, vint exponent) {
  vfloat e = __builtin_convertvector(exponent, vfloat);
  vfloat p = f * 6.7465939904e-2f - 1.1676014004e-1f;
  p = p * f + 1.1888376448e-1f;
  p = p * f - 1.2405549911e-1f;
  p = p * f + 1.4219520765e-1f;
  p = p * f - 1.6667996642e-1f;
  p = p * f + 2.0002120077e-1f;
  p = p * f - 2.5000009608e-1f;
  p = p * f + 3.3333312586e-1f;
  vfloat square = f * f;
  vfloat rest = square * f * p + e * LN2_LOW;
  rest = rest - square * 0.5f;
  return e * LN2_HIGH + (f + rest);
}

/// The exponent that leaves x 2^-exponent in [sqrt(1/2), sqrt(2)), for normal x > 0.
MK_INLINE vint balanced_exponent(vfloat x) { return (as_int(x) - 0x3f3504f3) >> 23; }

MK_INLINE vfloat scale_down(vfloat x, vint exponent) {
  return as_float(as_int(x) - (exponent << 23));
}

MK_INLINE vfloat vector_log(vfloat x) {
  vint subnormal = x < 0x1p-126f;
  vfloat normal = subnormal ? x * 0x1p23f : x;
  vint exponent = balanced_exponent(normal);
  vfloat y = reduced_log(scale_down(normal, exponent) - 1.0f, exponent - (subnormal & 23));
  y = x < infinity() ? y : x;
  y = x < 0.0f ? quiet_nan() : y;
  return x == 0.0f ? -infinity() : y;
}

/// log(sum + error) where `sum` is a positive normal number and `error` its rounding error.
MK_INLINE vfloat log_of_sum(vfloat sum, vfloat error) {
  vint exponent = balanced_exponent(sum);
  vfloat f = scale_down(sum, exponent) - 1.0f;
  // The largest sums round up to an exponent of 128, whose inverse has no bits.
  vint inverse = 127 - exponent;
  inverse = inverse > 0 ? inverse : 0;
  return reduced_log(f + error * as_float(inverse << 23), exponent);
}

MK_INLINE vfloat vector_log1p(vfloat x) {
  vfloat sum = x + 1.0f;
  vfloat error = x < 1.0f ? x - (sum - 1.0f) : 1.0f - (sum - x);
  vfloat y = log_of_sum(sum, error);
  y = magnitude(x) < 0x1p-25f ? x : y;
  y = x < infinity() ? y : x;
  y = x < -1.0f ? quiet_nan() : y;
  return x == -1.0f ? -infinity() : y;
}

MK_INLINE vfloat vector_tanh(vfloat x) {
  vint exponent;
  vfloat size = clamp(magnitude(x), 0.0f, 10.0f);
  vfloat q = reduced_expm1(size + size, &exponent);
  vfloat scale = power_of_two(exponent);
  vfloat t = scale * q + (scale - 1.0f);
  return copy_sign(t / (t + 2.0f), x);
}

/// exp(-|x|), in (0, 1]: the form that neither function below can overflow in.
MK_INLINE vfloat decaying_exp(vfloat x) { return vector_exp(-magnitude(x)); }

MK_INLINE vfloat vector_logistic(vfloat x) {
  vfloat z = decaying_exp(x);
  return (x < 0.0f ? z : splat(1.0f)) / (z + 1.0f);
}

MK_INLINE vfloat vector_softplus(vfloat x) {
  vfloat z = decaying_exp(x);
  vfloat sum = z + 1.0f;
  vfloat y = log_of_sum(sum, z - (sum - 1.0f));
  y = z < 0x1p-25f ? z : y;
  return (x > 0.0f ? x : splat(0.0f)) + y;
}
