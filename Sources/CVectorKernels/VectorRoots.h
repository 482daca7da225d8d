// Quotients and square roots without the divider, which takes ten times as long: for instructions
// that round the result anyway. On their own both are left to the divider and exact.
//
// An estimate of 14 bits and one step of Newton's method come within one unit in the last place;
// vectors with operands near the ends of the range, infinities or NaN are left to the divider.

#if MK_HAS_ESTIMATES

/// Whether all magnitudes lie between 2^-100 and 2^100.
MK_INLINE int are_moderate(vfloat x) {
  const vuint distance = ((vuint)as_int(x) & 0x7f800000u) - (27u << 23);
  return !any_lane((vint)(distance >= (200u << 23)));
}

MK_INLINE vfloat vector_quotient(vfloat x, vfloat y) {
  if (__builtin_expect(!are_moderate(y), 0)) return x / y;
  vfloat r = reciprocal_estimate(y);
  r = r * (2.0f - y * r);
  const vfloat q = x * r;
  const vfloat corrected = q + (x - q * y) * r;
  return magnitude(q) < infinity() ? corrected : q;
}

MK_INLINE vfloat vector_root(vfloat x) {
  const vint zero = x == 0.0f;
  const vfloat y = zero ? splat(1.0f) : x;
  if (__builtin_expect(!are_moderate(y) || any_lane(x < 0.0f), 0)) {
    return __builtin_elementwise_sqrt(x);
  }
  const vfloat r = reciprocal_root_estimate(y), root = y * r;
  return zero ? x : root + (y - root * root) * (r * 0.5f);
}

#else

MK_INLINE vfloat vector_quotient(vfloat x, vfloat y) { return x / y; }

MK_INLINE vfloat vector_root(vfloat x) { return __builtin_elementwise_sqrt(x); }

#endif
