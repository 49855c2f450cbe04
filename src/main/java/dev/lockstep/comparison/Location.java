package dev.lockstep.comparison;

import java.util.List;

/**
 * Where two frameworks that diverge first do.
 *
 * @param layer name of the layer; "" where the quantity belongs to none
 * @param step time step from 1; 0 where the quantity has none
 * @param gate i, f, g, o, several of them ({@code i or g}) where single steps cannot tell them apart, or {@code peepholes}; ""
 *     where it is not known
 * @param unit from 1; 0 where the quantity has none
 * @param row of the batch, from 1; 0 where the quantity has none
 * @param from where a weight comes from, {@code x1} or {@code h2}; "" where the quantity has no such axis
 * @param quantity symbol: h, c, dRW …
 * @param side title of the framework that is wrong there, or {@code both}; "" where that is not known
 * @param wrongSteps the steps that are wrong given the state before them; empty where single steps told nothing
 * @param sentence all of it in text
 */
public record Location(
        String layer,
        int step,
        String gate,
        int unit,
        int row,
        String from,
        String quantity,
        String side,
        List<Integer> wrongSteps,
        String sentence) {
    public Location {
        wrongSteps = List.copyOf(wrongSteps);
    }
}
