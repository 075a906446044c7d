#pragma once

/// What clang's thread-safety analysis is told (`./test thread-safety`); nothing for other
/// compilers. A mutex is a capability; data names the one that it is guarded by, a function the
/// one that its caller must hold.
#if defined(__clang__)
#define SOC_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define SOC_THREAD_ANNOTATION(x)
#endif

/// A class that is a lock, and one that holds a lock for as long as it lives.
#define SOC_CAPABILITY(name) SOC_THREAD_ANNOTATION(capability(name))
#define SOC_SCOPED_CAPABILITY SOC_THREAD_ANNOTATION(scoped_lockable)

/// Data that may be touched only while holding `lock`: shared to read, exclusive to write.
#define SOC_GUARDED_BY(lock) SOC_THREAD_ANNOTATION(guarded_by(lock))

/// A function, or a lambda behind its parameters, whose caller holds these.
#define SOC_REQUIRES(...) SOC_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))

/// A function that takes or gives back these; without names, the object's own.
#define SOC_ACQUIRE(...) SOC_THREAD_ANNOTATION(acquire_capability(__VA_ARGS__))
#define SOC_ACQUIRE_SHARED(...) SOC_THREAD_ANNOTATION(acquire_shared_capability(__VA_ARGS__))
#define SOC_RELEASE(...) SOC_THREAD_ANNOTATION(release_capability(__VA_ARGS__))
#define SOC_RELEASE_SHARED(...) SOC_THREAD_ANNOTATION(release_shared_capability(__VA_ARGS__))
