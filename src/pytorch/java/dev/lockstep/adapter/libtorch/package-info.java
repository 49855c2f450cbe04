/** PyTorch's own library inside the JVM, by JavaCPP: an adapter that the Maven profile pytorch brings. */
package dev.lockstep.adapter.libtorch;
