package dev.lockstep.experiment.bench;

import dev.lockstep.model.InvalidInput;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a step is taken of.
 *
 * @param layer its kind
 * @param inputs features of x
 * @param units of the layer
 * @param time steps of the sequence
 * @param batch rows of the minibatch
 */
public record GridPoint(LayerType layer, int inputs, int units, int time, int batch) {
    /** Sizes of the grid. */
    public static final List<String> GRID =
            List.of("3,5,7,2", "8,16,20,8", "32,64,50,32", "64,128,50,32", "128,256,50,64", "256,512,20,64");

    private static final Pattern SIZES = Pattern.compile("(\\d{1,7}),(\\d{1,7}),(\\d{1,7}),(\\d{1,7})");
    private static final long MOST_NUMBERS = 20_000_000;

    /**
     * Reads {@code in,h,T,B}.
     *
     * @throws InvalidInput if it is not four positive numbers, or an array of the step would hold more than 20 million numbers
     */
    public static GridPoint of(LayerType layer, String sizes) {
        Matcher matcher = SIZES.matcher(sizes);
        if (!matcher.matches()) {
            throw new InvalidInput("--points: in,h,T,B such as 3,5,7,2 expected, \"" + sizes + "\" found");
        }
        GridPoint point =
                new GridPoint(layer, number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4));
        long columns = (long) layer.gates() * point.units;
        long widest = Math.max(point.inputs, columns);
        long rows = Math.max((long) point.time * point.batch, Math.max(point.inputs, point.units));
        if (Math.min(point.inputs, Math.min(point.units, Math.min(point.time, point.batch))) < 1) {
            throw new InvalidInput("--points: sizes of at least 1 expected, \"" + sizes + "\" found");
        }
        if (rows > MOST_NUMBERS / widest) {
            throw new InvalidInput("--points: arrays of at most " + MOST_NUMBERS + " numbers expected, \"" + sizes
                    + "\" found, which takes " + rows + "×" + widest);
        }
        return point;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** As on the command line. */
    public String sizes() {
        return inputs + "," + units + "," + time + "," + batch;
    }

    /** Additions and multiplications of the products: forward, both operands' gradients, for W and RW. */
    public double flops() {
        return 2.0 * batch * time * layer.gates() * units * (3.0 * inputs + 3.0 * units);
    }
}
