package dev.lockstep.adapter.process;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.concurrent.TimeUnit;

/** A framework of users' own that fails as the name of a case says, in ways in which native code does. */
public final class PlantedFramework implements Framework {
    private static int asked;

    @Override
    public String id() {
        return "planted";
    }

    @Override
    public String title() {
        return "Planted";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Support supports(Case scenario) {
        return scenario.name().equals("refuse") ? Support.no("it is\nplanted") : Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        asked++;
        System.out.println("chatter that is no answer");
        switch (scenario.name()) {
            case "throw" -> throw new IllegalStateException("no such\nop");
            case "not finite" -> {
                return observed(scenario, Double.NaN);
            }
            case "hang" -> {
                while (asked > 0) {
                    Thread.onSpinWait();
                }
            }
            case "halt" -> Runtime.getRuntime().halt(7);
            case "abort" -> abort();
            default -> {
                return observed(scenario, asked);
            }
        }
        throw new AssertionError(scenario.name());
    }

    /** As native code does that reads where it must not. */
    private static void abort() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-SEGV",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            TimeUnit.SECONDS.sleep(60);
        } catch (Exception exception) {
            throw new AssertionError(exception);
        }
    }

    private static Observations observed(Case scenario, double value) {
        Observations.Builder observations = Observations.builder();
        Tensor computed = Definition.STANDARD.observe(scenario).get(Quantity.outputs("a"));
        return observations
                .put(Quantity.outputs("a"), new Tensor(computed.axes(), new double[] {value}))
                .build();
    }
}
