// The kernels for pairs of bf16 numbers on processors of level x86-64-v4 that have units for them.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#pragma clang attribute push( \
  __attribute__((target("arch=x86-64-v4,avx512bf16"))), apply_to = function)
#define MK_HAS_BF16_UNITS 1
#include "Level.h"

#include "LevelV4.h"

#include "Vectors.h"

#include "ProductTiles.h"

#include "PairKernels.h"

const mk_pair_kernels mk_pair_units = PAIR_KERNELS;
#pragma clang attribute pop
#endif
