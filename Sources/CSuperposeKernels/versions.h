#pragma once

// Compiles a function once for each level of x86-64 and lets the loader pick the best. Clones need ELF's indirect
// functions. (Naming "avx2,fma" here instead of a level makes two clones, of which the AVX2 one lacks fused
// multiply-add.)
#if defined(__x86_64__) && defined(__ELF__)
#define SUPERPOSE_VERSIONS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SUPERPOSE_VERSIONS
#endif
