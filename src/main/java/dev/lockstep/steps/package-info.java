/**
 * The vocabulary of features: Cucumber glue, public so that users' own features can use it
 * ({@code --glue dev.lockstep.steps}). Every phrase is listed in {@code features/README.md}.
 */
package dev.lockstep.steps;
