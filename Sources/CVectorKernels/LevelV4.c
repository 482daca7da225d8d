// The kernels for processors of level x86-64-v4.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define MK_LEVEL mk_level_v4
#define MK_LEVEL_NAME "x86-64-v4"
#include "LevelV4.h"

#include "LevelKernels.h"
#pragma clang attribute pop
#endif
