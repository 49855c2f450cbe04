/**
 * What of a framework is held against ours, setting by setting: where a feature says so, and why where none does. It is data
 * beside this package; a test reads the framework's classes and finds what has come or gone.
 */
package dev.lockstep.surface;
