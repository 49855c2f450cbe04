package dev.lockstep.model;

/** Which parameter of which layer. */
public record ParameterKey(String layer, Parameter parameter) {
    @Override
    public String toString() {
        return parameter.symbol() + " of " + layer;
    }
}
