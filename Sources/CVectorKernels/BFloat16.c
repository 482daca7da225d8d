// 16-bit copies of rounded floats, and what this processor can do with them.
#include <string.h>

#include "Level.h"
#include "Threads.h"

#if defined(__x86_64__)
#include <cpuid.h>

typedef struct {
  uint32_t a, b, c, d;
} cpuid_words;

/// All zeros where the processor does not know the leaf.
static cpuid_words cpuid(uint32_t leaf, uint32_t subleaf) {
  cpuid_words words = {0, 0, 0, 0};
  __get_cpuid_count(leaf, subleaf, &words.a, &words.b, &words.c, &words.d);
  return words;
}

static int is_amd(void) {
  const cpuid_words words = cpuid(0, 0);
  return memcmp(&words.b, "Auth", 4) == 0 && memcmp(&words.d, "enti", 4) == 0
         && memcmp(&words.c, "cAMD", 4) == 0;
}

/// Whether there are tiles that multiply bf16, and the system saves them.
static int has_amx_bf16(void) {
  const uint32_t tiles = 1u << 24 | 1u << 22, states = 1u << 18 | 1u << 17;
  const int saves_state = cpuid(1, 0).c >> 27 & 1;
  if (!saves_state || (cpuid(7, 0).d & tiles) != tiles) return 0;
  uint32_t low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & states) == states;
}

mk_bf16_units mk_bf16_support(void) {
  if (mk_current_level() != &mk_level_v4) return MK_BF16_NONE;
  if (has_amx_bf16()) return MK_BF16_FAST;
  if (mk_current_pairs() != &mk_pair_units) return MK_BF16_NONE;
  // AMD's dot products of bf16 take half the time of floats', Intel's twice as long.
  return is_amd() ? MK_BF16_FAST : MK_BF16_SLOW;
}

int32_t mk_bf16_winograd_is_fast(void) {
  return mk_current_pairs() == &mk_pair_units && is_amd();
}
#else
mk_bf16_units mk_bf16_support(void) { return MK_BF16_NONE; }

int32_t mk_bf16_winograd_is_fast(void) { return 0; }
#endif

typedef struct {
  uint16_t *out;
  const float *in;
  int64_t count;
} pack_plan;

static void pack_part(void *context, int32_t part, int32_t parts) {
  const pack_plan *plan = context;
  int64_t first, end;
  mk_part_range((plan->count + MK_BLOCK - 1) / MK_BLOCK, part, parts, &first, &end);
  first *= MK_BLOCK;
  end = end * MK_BLOCK < plan->count ? end * MK_BLOCK : plan->count;
  if (first < end) {
    mk_current_level()->pack_bf16(plan->out + first, plan->in + first, end - first);
  }
}

void mk_pack_bf16(uint16_t *out, const float *in, int64_t count) {
  pack_plan plan = {out, in, count};
  mk_run_parts(pack_part, &plan, count, (count + MK_BLOCK - 1) / MK_BLOCK);
}
