// Unbiased integers and permutations by Lemire's multiplication with rejection (2019).
#include "Level.h"
#include "Random.h"

/// A number below `bound` from word `word` of a block whose first attempt is known.
static uint32_t below(
  const mk_random_key *key, uint32_t block, int32_t word, uint32_t bits, uint32_t bound) {
  uint64_t product = (uint64_t)bits * bound;
  if ((uint32_t)product < bound) {
    const uint32_t threshold = -bound % bound;
    for (uint32_t attempt = 1; (uint32_t)product < threshold && attempt < 0x10000; attempt++) {
      uint32_t words[4];
      mk_random_block(key, block, attempt, words);
      product = (uint64_t)words[word] * bound;
    }
  }
  return (uint32_t)(product >> 32);
}

void mk_random_integers(const mk_random_key *key, int32_t bound, int32_t *out, int64_t count) {
  uint32_t words[64];
  for (int64_t i = 0; i < count; i++) {
    if (i % 64 == 0) mk_current_level()->random_words(key, (uint32_t)(i / 4), words);
    out[i] = (int32_t)below(
      key, (uint32_t)(i / 4), (int32_t)(i % 4), words[i % 64], (uint32_t)bound);
  }
}

void mk_random_permutation(const mk_random_key *key, int32_t *out, int64_t count) {
  for (int64_t i = 0; i < count; i++) out[i] = (int32_t)i;
  uint32_t words[64];
  int64_t group = -1;
  for (int64_t i = count - 1; i > 0; i--) {
    if (i / 16 != group) {
      group = i / 16;
      mk_current_level()->random_words(key, (uint32_t)(group * 16), words);
    }
    const uint32_t j = below(key, (uint32_t)i, 0, words[i % 16 * 4], (uint32_t)(i + 1));
    const int32_t moved = out[i];
    out[i] = out[j];
    out[j] = moved;
  }
}
