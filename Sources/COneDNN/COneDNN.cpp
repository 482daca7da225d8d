// Matrix multiplication through oneDNN 2: primitives are built once, running sets pointers only.
#include "COneDNN.h"

#include <cstdio>

#if MIXLAB_ONEDNN

#include <exception>
#include <new>
#include <string>

#include <dnnl.hpp>

#if DNNL_VERSION_MAJOR != 2
#error "oneDNN 2 is needed; where another version is installed build with MIXLAB_ONEDNN=off"
#endif

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

const dnnl::engine &cpu_engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::memory::desc plain_matrix(
  int64_t rows, int64_t columns, bool transposed = false, mdnn_operands kind = MDNN_F32) {
  return dnnl::memory::desc(
    {rows, columns},
    kind == MDNN_BF16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32,
    transposed ? dnnl::memory::format_tag::ba : dnnl::memory::format_tag::ab);
}

dnnl::memory unbound(const dnnl::memory::desc &description) {
  return dnnl::memory(description, cpu_engine(), DNNL_MEMORY_NONE);
}

void report(const char *reason, char *error, int64_t capacity) {
  if (error != nullptr && capacity > 0) {
    std::snprintf(error, static_cast<size_t>(capacity), "%s", reason);
  }
}

}  // namespace

struct mdnn_matmul {
  dnnl::stream stream{cpu_engine()};
  dnnl::memory a, b, bias, c;
  dnnl::matmul primitive;
  // The C++ interface would build this array anew, on the heap, in every call.
  dnnl_exec_arg_t arguments[4];
  int argument_count = 0;

  void pass(int argument, dnnl::memory &memory, const dnnl::memory::desc &description) {
    memory = unbound(description);
    arguments[argument_count++] = {argument, memory.get()};
  }
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
    const dnnl::matmul::primitive_desc primitive(description, cpu_engine());

    auto *matmul = new mdnn_matmul;
    try {
      matmul->primitive = dnnl::matmul(primitive);
      matmul->pass(DNNL_ARG_SRC, matmul->a, a);
      matmul->pass(DNNL_ARG_WEIGHTS, matmul->b, b);
      matmul->pass(DNNL_ARG_DST, matmul->c, c);
      if (has_bias) matmul->pass(DNNL_ARG_BIAS, matmul->bias, bias);
    } catch (...) {
      delete matmul;
      throw;
    }
    return matmul;
  } catch (const std::exception &failure) {
    report(failure.what(), error, capacity);
  } catch (...) {
    report("oneDNN failed without a reason", error, capacity);
  }
  return nullptr;
}

bool mdnn_matmul_run(
  mdnn_matmul *matmul, const void *a, const void *b, const float *bias, float *c) {
  if (matmul == nullptr) return false;
  try {
    matmul->a.set_data_handle(const_cast<void *>(a), matmul->stream);
    matmul->b.set_data_handle(const_cast<void *>(b), matmul->stream);
    matmul->c.set_data_handle(c, matmul->stream);
    if (matmul->bias.get(true) != nullptr) {
      matmul->bias.set_data_handle(const_cast<float *>(bias), matmul->stream);
    }
    return dnnl_primitive_execute(
             matmul->primitive.get(), matmul->stream.get(), matmul->argument_count,
             matmul->arguments)
           == dnnl_success;
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
