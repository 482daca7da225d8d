// Chooses the level of the kernels once, when the program is loaded.
#include "Level.h"

#include <stdlib.h>
#include <string.h>

static const mk_level *current = &mk_level_baseline;
static const mk_pair_kernels *pairs = &mk_level_baseline.pairs;

// MIXLAB_CPU_LEVEL lowers the level, so that one machine can test them all.
__attribute__((constructor)) static void choose_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const char *ceiling = getenv("MIXLAB_CPU_LEVEL");
  if (ceiling == NULL || *ceiling == 0) ceiling = mk_level_v4.name;
  const int v4 = strcmp(ceiling, mk_level_v4.name) == 0;
  const int v3 = v4 || strcmp(ceiling, mk_level_v3.name) == 0;
  if (v4 && __builtin_cpu_supports("x86-64-v4")) {
    current = &mk_level_v4;
  } else if (v3 && __builtin_cpu_supports("x86-64-v3")) {
    current = &mk_level_v3;
  }
  const int has_units = current == &mk_level_v4 && __builtin_cpu_supports("avx512bf16");
  pairs = has_units ? &mk_pair_units : &current->pairs;
#endif
}

const mk_level *mk_current_level(void) { return current; }

const mk_pair_kernels *mk_current_pairs(void) { return pairs; }

const char *mk_cpu_level(void) { return current->name; }
