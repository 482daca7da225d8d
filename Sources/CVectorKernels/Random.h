// Philox blocks one at a time, for draws that may be rejected.
#ifndef MK_RANDOM_H
#define MK_RANDOM_H

#include "CVectorKernels.h"

/// The words of one block of a key's draw.
static inline void mk_random_block(
  const mk_random_key *key, uint32_t block, uint32_t attempt, uint32_t words[4]) {
  const uint32_t counter[4] = {
    block, key->draw << 16 | attempt, key->step[0],
    key->stream << 24 | (key->step[1] & 0xffffffu)};
  mk_philox(counter, key->seed, words);
}

#endif
