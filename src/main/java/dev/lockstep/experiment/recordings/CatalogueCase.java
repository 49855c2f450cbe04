package dev.lockstep.experiment.recordings;

import dev.lockstep.model.Case;
import java.nio.file.Path;
import java.util.function.LongFunction;

/** A case that one framework is recorded with, drawn from a seed. */
public final class CatalogueCase {
    private final String framework;
    private final String name;
    private final long seed;
    private final LongFunction<Case> drawing;

    CatalogueCase(String framework, String name, long seed, LongFunction<Case> drawing) {
        this.framework = framework;
        this.name = name;
        this.seed = seed;
        this.drawing = drawing;
    }

    /** The id of the framework that computes it. */
    public String framework() {
        return framework;
    }

    /** What the case and its file are called. */
    public String name() {
        return name;
    }

    /** From which all of its numbers are drawn. */
    public long seed() {
        return seed;
    }

    /** The case with the numbers of its seed. */
    public Case scenario() {
        return drawing.apply(seed);
    }

    /** The same in everything but the numbers, which are drawn from another seed. */
    public CatalogueCase from(long other) {
        return new CatalogueCase(framework, name, other, drawing);
    }

    /** Its file in a folder that has one folder for each framework. */
    public Path in(Path folder) {
        return folder.resolve(framework).resolve(name + ".case.json");
    }
}
