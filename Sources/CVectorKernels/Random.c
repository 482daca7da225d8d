// Philox 4x32-10, and the draws that take one attempt: uniform and normal numbers.
#include "Random.h"

#include "Level.h"
#include "Threads.h"

void mk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

enum { GROUP = 64 };

typedef struct {
  const mk_random_key *key;
  float *out;
  int64_t count;
  void (*draw)(const mk_random_key *key, float *out, int64_t first, int64_t end);
} draw_plan;

static void draw_part(void *context, int32_t part, int32_t parts) {
  const draw_plan *plan = context;
  int64_t first, end;
  mk_part_range((plan->count + GROUP - 1) / GROUP, part, parts, &first, &end);
  end *= GROUP;
  plan->draw(plan->key, plan->out, first * GROUP, end < plan->count ? end : plan->count);
}

void mk_random_uniform(const mk_random_key *key, float *out, int64_t count) {
  draw_plan plan = {key, out, count, mk_current_level()->random_uniform};
  mk_run_parts(draw_part, &plan, count * 8, (count + GROUP - 1) / GROUP);
}

void mk_random_normal(const mk_random_key *key, float *out, int64_t count) {
  draw_plan plan = {key, out, count, mk_current_level()->random_normal};
  mk_run_parts(draw_part, &plan, count * 16, (count + GROUP - 1) / GROUP);
}
