// One instruction of an element-wise program over one block: a switch with a vector loop per case.

// NaN comes out of maximum and minimum where one operand is NaN.
MK_INLINE vfloat vector_maximum(vfloat x, vfloat y) {
  vfloat z = x > y ? x : y;
  return x == x ? z : x;
}

MK_INLINE vfloat vector_minimum(vfloat x, vfloat y) {
  vfloat z = x < y ? x : y;
  return x == x ? z : x;
}

MK_INLINE vfloat vector_sign(vfloat x) {
  vfloat one = copy_sign(splat(1.0f), x);
  return magnitude(x) > 0.0f ? one : x;
}

/// Truncates; what does not fit becomes the nearest limit, NaN becomes 0.
MK_INLINE vint int_from_float(vfloat x) {
  vfloat in_range = clamp(x, -2147483648.0f, 2147483520.0f);
  vint i = __builtin_convertvector(x == x ? in_range : splat(0.0f), vint);
  return x >= 2147483648.0f ? (vint)INT32_MAX : i;
}

/// A NaN stays one when its lower half is cut off. Integers alone: no denormal is flushed.
MK_INLINE vuint round_bf16(vuint x) {
  const vuint nan = (x | 0x400000) & 0xffff0000;
  const vuint rounded = (x + 0x7fff + ((x >> 16) & 1)) & 0xffff0000;
  return (vint)(x & 0x7fffffff) > 0x7f800000 ? nan : rounded;
}

MK_INLINE vint is_finite(vfloat x) { return (as_int(x) & 0x7f800000) != 0x7f800000; }

#define CASE_4(opcode, load_x, load_y, load_z, load_w, kind, expression) \
  case opcode:                                                         \
    _Pragma("clang loop unroll_count(4)")                              \
    for (int32_t i = 0; i < lanes; i += MK_LANES) {                    \
      load_x load_y load_z load_w store_##kind(result + i, expression); \
    }                                                                  \
    break;
#define CASE(opcode, load_x, load_y, load_z, kind, expression) \
  CASE_4(opcode, load_x, load_y, load_z, , kind, expression)
#define X(type) v##type x = load_##type(a + i);
#define Y(type) v##type y = load_##type(b + i);
#define Z(type) v##type z = load_##type(c + i);
#define W(type) v##type w = load_##type(d + i);
#define FLOAT_1(opcode, expression) CASE(opcode, X(float), , , float, expression)
#define FLOAT_2(opcode, expression) CASE(opcode, X(float), Y(float), , float, expression)
#define FLOAT_3(opcode, expression) \
  CASE(opcode, X(float), Y(float), Z(float), float, expression)
#define FLOAT_4(opcode, expression) \
  CASE_4(opcode, X(float), Y(float), Z(float), W(float), float, expression)
#define FLOAT_COMPARE(opcode, expression) CASE(opcode, X(float), Y(float), , int, expression)
#define INT_1(opcode, expression) CASE(opcode, X(int), , , int, expression)
#define INT_2(opcode, expression) CASE(opcode, X(int), Y(int), , int, expression)
// Unsigned: sums and products wrap.
#define UINT_1(opcode, expression) CASE(opcode, X(uint), , , uint, expression)
#define UINT_2(opcode, expression) CASE(opcode, X(uint), Y(uint), , uint, expression)

/// `lanes` is a multiple of 16; operands and result have as many elements.
static void run_instruction(
  mk_opcode opcode, uint32_t *result, const uint32_t *a, const uint32_t *b, const uint32_t *c,
  const uint32_t *d, int32_t lanes) {
  switch (opcode) {
    INT_1(MK_COPY, x)
    FLOAT_1(MK_NEGATE, -x)
    FLOAT_1(MK_ABS, magnitude(x))
    FLOAT_1(MK_SIGN, vector_sign(x))
    FLOAT_1(MK_EXP, vector_exp(x))
    FLOAT_1(MK_LOG, vector_log(x))
    FLOAT_1(MK_LOG1P, vector_log1p(x))
    FLOAT_1(MK_TANH, vector_tanh(x))
    FLOAT_1(MK_LOGISTIC, vector_logistic(x))
    FLOAT_1(MK_SOFTPLUS, vector_softplus(x))
    FLOAT_1(MK_RELU, x < 0.0f ? splat(0.0f) : x)
    FLOAT_1(MK_SQRT, __builtin_elementwise_sqrt(x))
    FLOAT_1(MK_RSQRT, 1.0f / __builtin_elementwise_sqrt(x))
    FLOAT_1(MK_SIN, vector_sin(x, 0))
    FLOAT_1(MK_COS, vector_sin(x, 1))
    FLOAT_1(MK_FLOOR, __builtin_elementwise_floor(x))
    CASE(MK_IS_FINITE, X(float), , , int, is_finite(x))
    FLOAT_2(MK_ADD, x + y)
    FLOAT_2(MK_SUBTRACT, x - y)
    FLOAT_2(MK_MULTIPLY, x * y)
    FLOAT_2(MK_DIVIDE, x / y)
    FLOAT_2(MK_POWER, vector_power(x, y))
    FLOAT_2(MK_MAXIMUM, vector_maximum(x, y))
    FLOAT_2(MK_MINIMUM, vector_minimum(x, y))
    FLOAT_COMPARE(MK_EQUAL, x == y)
    FLOAT_COMPARE(MK_NOT_EQUAL, x != y)
    FLOAT_COMPARE(MK_LESS, x < y)
    FLOAT_COMPARE(MK_LESS_EQUAL, x <= y)
    FLOAT_COMPARE(MK_GREATER, x > y)
    FLOAT_COMPARE(MK_GREATER_EQUAL, x >= y)
    UINT_1(MK_INT_NEGATE, 0u - x)
    CASE(MK_INT_ABS, X(int), , , uint, (vuint)((x ^ (x >> 31)) - (x >> 31)))
    INT_1(MK_INT_SIGN, (x >> 31) - (x > 0))
    UINT_2(MK_INT_ADD, x + y)
    UINT_2(MK_INT_SUBTRACT, x - y)
    UINT_2(MK_INT_MULTIPLY, x * y)
    INT_2(MK_INT_MAXIMUM, x > y ? x : y)
    INT_2(MK_INT_MINIMUM, x < y ? x : y)
    INT_2(MK_INT_EQUAL, x == y)
    INT_2(MK_INT_NOT_EQUAL, x != y)
    INT_2(MK_INT_LESS, x < y)
    INT_2(MK_INT_LESS_EQUAL, x <= y)
    INT_2(MK_INT_GREATER, x > y)
    INT_2(MK_INT_GREATER_EQUAL, x >= y)
    INT_1(MK_NOT, ~x)
    INT_2(MK_AND, x & y)
    INT_2(MK_OR, x | y)
    CASE(MK_SELECT, X(int), Y(int), Z(int), int, (x & y) | (~x & z))
    CASE(MK_FLOAT_FROM_INT, X(int), , , float, __builtin_convertvector(x, vfloat))
    CASE(MK_INT_FROM_FLOAT, X(float), , , int, int_from_float(x))
    CASE(MK_FLOAT_FROM_MASK, X(int), , , int, x & 0x3f800000)
    INT_1(MK_INT_FROM_MASK, x & 1)
    CASE(MK_MASK_FROM_FLOAT, X(float), , , int, x != 0.0f)
    INT_1(MK_MASK_FROM_INT, x != 0)
    FLOAT_3(MK_MULTIPLY_ADD, x * y + z)
    FLOAT_3(MK_MULTIPLY_SUBTRACT, x * y - z)
    FLOAT_3(MK_SUBTRACT_PRODUCT, z - x * y)
    FLOAT_4(MK_TWO_PRODUCTS, x * y + z * w)
    FLOAT_3(MK_APPROACH, x + (y - x) * z)
    FLOAT_3(MK_ROOT_MULTIPLY_ADD, __builtin_elementwise_sqrt(x) * y + z)
    FLOAT_4(MK_SUBTRACT_SCALED_QUOTIENT, w - x * (y / z))
    CASE_4(
      MK_CHOOSE_GREATER, X(float), Y(float), Z(int), W(int), int,
      ((x > y) & z) | (~(x > y) & w))
    case MK_ADAPTIVE_STEP: break;
    UINT_1(MK_ROUND_BF16, round_bf16(x))
  }
}

#undef CASE
#undef CASE_4
#undef X
#undef Y
#undef Z
#undef W
#undef FLOAT_1
#undef FLOAT_2
#undef FLOAT_3
#undef FLOAT_4
#undef FLOAT_COMPARE
#undef INT_1
#undef INT_2
#undef UINT_1
#undef UINT_2

/// The five instructions of an optimizer like Adam in one pass, their results in registers.
static void run_adaptive_step(
  const mk_instruction *steps, uint32_t *const *slots, int32_t lanes) {
  const mk_instruction *approach = steps, *square = steps + 1, *second = steps + 2;
  const mk_instruction *root = steps + 3, *move = steps + 4;
  _Pragma("clang loop unroll_count(2)")
  for (int32_t i = 0; i < lanes; i += MK_LANES) {
#define OPERAND(step, letter) load_float(slots[(step)->letter] + i)
    const vfloat gradient = OPERAND(approach, b), before = OPERAND(approach, a);
    const vfloat m = before + (gradient - before) * OPERAND(approach, c);
    const vfloat s = gradient * gradient;
    const vfloat v = OPERAND(second, a) * s + OPERAND(second, c) * OPERAND(second, d);
    const vfloat n = __builtin_elementwise_sqrt(v) * OPERAND(root, b) + OPERAND(root, c);
    const vfloat w = OPERAND(move, d) - OPERAND(move, a) * (m / n);
#undef OPERAND
    store_float(slots[approach->result] + i, m);
    store_float(slots[square->result] + i, s);
    store_float(slots[second->result] + i, v);
    store_float(slots[move->result] + i, w);
  }
}
