// Logits of beta variates from the logarithms of two gamma variates (Marsaglia and Tsang 2000).
#include <math.h>

#include "Random.h"
#include "Threads.h"

static double unit_interval(uint32_t word) { return word * 0x1p-32 + 0x1p-33; }

/// The logarithm of a gamma variate; `which` tells the two of an element apart.
static double log_gamma_variate(
  const mk_random_key *key, uint32_t element, uint32_t which, double shape) {
  const double boosted = shape < 1 ? shape + 1 : shape;
  const double d = boosted - 1.0 / 3.0, c = 1 / sqrt(9 * d);
  double log_variate = log(d);
  // A try is accepted with probability above 0.95: the bound only keeps the counter in its field.
  for (uint32_t attempt = 0; attempt < 0x8000; attempt++) {
    uint32_t words[4];
    mk_random_block(key, element, which << 15 | attempt, words);
    const double angle = 2 * M_PI * (words[1] * 0x1p-32);
    const double x = sqrt(-2 * log(unit_interval(words[0]))) * cos(angle);
    const double root = 1 + c * x, v = root * root * root;
    if (v <= 0) continue;
    const double bound = x * x / 2 + d - d * v + d * log(v);
    if (!(log(unit_interval(words[2])) < bound)) continue;
    log_variate = log(d * v);
    if (shape < 1) log_variate += log(unit_interval(words[3])) / shape;
    break;
  }
  return log_variate;
}

typedef struct {
  const mk_random_key *key;
  double a, b;
  float *out;
  int64_t count;
} beta_plan;

static void beta_part(void *context, int32_t part, int32_t parts) {
  const beta_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->count, part, parts, &first, &end);
  for (int64_t i = first; i < end; i++) {
    const double log_a = log_gamma_variate(plan->key, (uint32_t)i, 0, plan->a);
    const double log_b = log_gamma_variate(plan->key, (uint32_t)i, 1, plan->b);
    plan->out[i] = (float)(log_a - log_b);
  }
}

void mk_random_beta_logit(
  const mk_random_key *key, float a, float b, float *out, int64_t count) {
  beta_plan plan = {key, a, b, out, count};
  mk_run_parts(beta_part, &plan, count * 4096, count);
}
