// Philox 4x32-10 for 16 blocks at once, and the uniform and normal numbers made of it.

/// Both halves of each 64-bit product, from the products of the even and of the odd lanes.
MK_INLINE void multiply_wide(vuint x, uint32_t factor, vuint *high, vuint *low) {
  typedef uint64_t vulong8 __attribute__((ext_vector_type(8)));
  const vuint swapped = __builtin_shufflevector(
    x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  const vuint even = (vuint)(((vulong8)x & 0xffffffffu) * factor);
  const vuint odd = (vuint)(((vulong8)swapped & 0xffffffffu) * factor);
  *high = __builtin_shufflevector(
    even, odd, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
  *low = __builtin_shufflevector(
    even, odd, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);
}

/// The four words of blocks first + lane, attempt 0.
MK_INLINE void philox_blocks(const mk_random_key *key, uint32_t first, vuint words[4]) {
  vuint c0 = (vuint)lane_numbers() + first, c1 = (vuint)(key->draw << 16);
  vuint c2 = (vuint)key->step[0];
  vuint c3 = (vuint)(key->stream << 24 | (key->step[1] & 0xffffffu));
  uint32_t k0 = key->seed[0], k1 = key->seed[1];
  for (int round = 0; round < 10; round++) {
    vuint high0, low0, high1, low1;
    multiply_wide(c0, 0xD2511F53u, &high0, &low0);
    multiply_wide(c2, 0xCD9E8D57u, &high1, &low1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/// Lane i of vector j becomes element 4 i + j.
MK_INLINE void store_interleaved(void *out, vuint x0, vuint x1, vuint x2, vuint x3) {
  uint32_t *p = out;
  vuint a = interleave_low(x0, x2), b = interleave_low(x1, x3);
  vuint c = interleave_high(x0, x2), d = interleave_high(x1, x3);
  store_uint(p, interleave_low(a, b));
  store_uint(p + 16, interleave_high(a, b));
  store_uint(p + 32, interleave_low(c, d));
  store_uint(p + 48, interleave_high(c, d));
}

static void random_words(const mk_random_key *key, uint32_t first_block, uint32_t words[64]) {
  vuint w[4];
  philox_blocks(key, first_block, w);
  store_interleaved(words, w[0], w[1], w[2], w[3]);
}

MK_INLINE vuint uniform_bits(vuint word) {
  return (vuint)(__builtin_convertvector(word >> 8, vfloat) * 0x1p-24f);
}

/// The pair of normal numbers that Box and Muller make of two words.
MK_INLINE void normal_pair(vuint radius_word, vuint angle_word, vuint *first, vuint *second) {
  // In the upper half 1 - u is what single precision can hold.
  vint upper = (vint)radius_word < 0;
  vuint distance = upper ? ~radius_word : radius_word;
  vfloat q = __builtin_convertvector((vint)distance, vfloat) * 0x1p-32f + 0x1p-33f;
  vfloat sum = upper ? 1.0f - q : q;
  vfloat log_u = log_of_sum(sum, upper ? (1.0f - sum) - q : splat(0.0f));
  vfloat radius = __builtin_elementwise_sqrt(-2.0f * log_u);
  vuint quadrant = (angle_word + 0x20000000u) >> 30;
  vfloat r = __builtin_convertvector((vint)(angle_word - (quadrant << 30)), vfloat);
  r = r * 1.46291807926715968e-9f;
  *first = (vuint)(radius * sin_in_quadrant(r, (vint)quadrant + 1));
  *second = (vuint)(radius * sin_in_quadrant(r, (vint)quadrant));
}

/// Elements first ..< end, where `first` is a multiple of 64.
MK_INLINE void random_elements(
  const mk_random_key *key, float *out, int64_t first, int64_t end, int normal) {
  for (int64_t i = first; i < end; i += 64) {
    vuint w[4], x[4];
    philox_blocks(key, (uint32_t)(i / 4), w);
    if (normal) {
      normal_pair(w[0], w[1], &x[0], &x[1]);
      normal_pair(w[2], w[3], &x[2], &x[3]);
    } else {
      for (int j = 0; j < 4; j++) x[j] = uniform_bits(w[j]);
    }
    if (end - i >= 64) {
      store_interleaved(out + i, x[0], x[1], x[2], x[3]);
    } else {
      float last[64];
      store_interleaved(last, x[0], x[1], x[2], x[3]);
      memcpy(out + i, last, (size_t)(end - i) * sizeof *last);
    }
  }
}

static void random_uniform(const mk_random_key *key, float *out, int64_t first, int64_t end) {
  random_elements(key, out, first, end, 0);
}

static void random_normal(const mk_random_key *key, float *out, int64_t first, int64_t end) {
  random_elements(key, out, first, end, 1);
}
