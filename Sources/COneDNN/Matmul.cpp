// Matrix multiplication through oneDNN 2: primitives are built once, running sets pointers only.
#include "COneDNN.h"

#include <cstdio>

#include "Support.h"

#if MIXLAB_ONEDNN

#include <exception>
#include <memory>
#include <string>

namespace {

const char *isa_name() {
  switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::sse41: return "sse41";
    case dnnl::cpu_isa::avx: return "avx";
    case dnnl::cpu_isa::avx2: return "avx2";
    case dnnl::cpu_isa::avx2_vnni: return "avx2_vnni";
    case dnnl::cpu_isa::avx512_core: return "avx512_core";
    case dnnl::cpu_isa::avx512_core_vnni: return "avx512_core_vnni";
    case dnnl::cpu_isa::avx512_core_bf16: return "avx512_core_bf16";
    case dnnl::cpu_isa::avx512_core_amx: return "avx512_core_amx";
    default: return "generic";
  }
}

dnnl::memory::desc plain_matrix(
  int64_t rows, int64_t columns, bool transposed = false, mdnn_operands kind = MDNN_F32) {
  return dnnl::memory::desc(
    {rows, columns},
    kind == MDNN_BF16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32,
    transposed ? dnnl::memory::format_tag::ba : dnnl::memory::format_tag::ab);
}

}  // namespace

struct mdnn_matmul {
  dnnl::stream stream{mdnn::cpu_engine()};
  mdnn::Call call;
  bool has_bias = false;
};

bool mdnn_available(void) { return true; }

const char *mdnn_version(void) {
  try {
    static const std::string text = [] {
      const dnnl_version_t *version = dnnl_version();
      return std::to_string(version->major) + "." + std::to_string(version->minor) + "."
             + std::to_string(version->patch) + " " + isa_name();
    }();
    return text.c_str();
  } catch (...) {
    return "";
  }
}

mdnn_matmul *mdnn_matmul_create(
  int64_t m, int64_t n, int64_t k, bool transpose_a, bool transpose_b, bool has_bias,
  mdnn_operands operands, char *error, int64_t capacity) {
  try {
    const auto a = plain_matrix(m, k, transpose_a, operands);
    const auto b = plain_matrix(k, n, transpose_b, operands);
    const auto c = plain_matrix(m, n);
    const auto bias = plain_matrix(1, n);
    const auto description =
      has_bias ? dnnl::matmul::desc(a, b, bias, c) : dnnl::matmul::desc(a, b, c);
    const dnnl::matmul::primitive_desc primitive(description, mdnn::cpu_engine());

    auto matmul = std::make_unique<mdnn_matmul>();
    matmul->has_bias = has_bias;
    matmul->call.primitive = dnnl::matmul(primitive);
    matmul->call.pass(DNNL_ARG_SRC, a);
    matmul->call.pass(DNNL_ARG_WEIGHTS, b);
    matmul->call.pass(DNNL_ARG_DST, c);
    if (has_bias) matmul->call.pass(DNNL_ARG_BIAS, bias);
    return matmul.release();
  } catch (const std::exception &failure) {
    mdnn::report(failure.what(), error, capacity);
  } catch (...) {
    mdnn::report("oneDNN failed without a reason", error, capacity);
  }
  return nullptr;
}

bool mdnn_matmul_run(
  mdnn_matmul *matmul, const void *a, const void *b, const float *bias, float *c) {
  if (matmul == nullptr) return false;
  try {
    matmul->call.bind(0, a, matmul->stream);
    matmul->call.bind(1, b, matmul->stream);
    matmul->call.bind(2, c, matmul->stream);
    if (matmul->has_bias) matmul->call.bind(3, bias, matmul->stream);
    return matmul->call.run(matmul->stream);
  } catch (...) {
    return false;
  }
}

void mdnn_matmul_destroy(mdnn_matmul *matmul) { delete matmul; }

#else

struct mdnn_matmul {};

bool mdnn_available(void) { return false; }

const char *mdnn_version(void) { return ""; }

mdnn_matmul *mdnn_matmul_create(
  int64_t, int64_t, int64_t, bool, bool, bool, mdnn_operands, char *error, int64_t capacity) {
  if (error != nullptr && capacity > 0) {
    std::snprintf(
      error, static_cast<size_t>(capacity), "This build is without oneDNN; install libdnnl-dev.");
  }
  return nullptr;
}

bool mdnn_matmul_run(mdnn_matmul *, const void *, const void *, const float *, float *) {
  return false;
}

void mdnn_matmul_destroy(mdnn_matmul *) {}

#endif
