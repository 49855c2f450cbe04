package dev.lockstep.adapter.dl4j;

import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * Learning rates that change, by their names: DL4J has one PolySchedule, whichever form it is held against. What counts more than
 * one step as one is a schedule by epoch in DL4J.
 */
final class ScheduleTranslation {
    private ScheduleTranslation() {}

    static ISchedule translate(Pace pace) {
        return translate(pace.schedule(), pace.every() == 1 ? ScheduleType.ITERATION : ScheduleType.EPOCH);
    }

    private static ISchedule translate(Schedule schedule, ScheduleType type) {
        if (schedule instanceof Schedule.Step step) {
            return new StepSchedule(type, step.rate(), step.decay(), step.length());
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return new ExponentialSchedule(type, exponential.rate(), exponential.decay());
        }
        if (schedule instanceof Schedule.Inverse inverse) {
            return new InverseSchedule(type, inverse.rate(), inverse.decay(), inverse.power());
        }
        if (schedule instanceof Schedule.Poly poly) {
            return new PolySchedule(type, poly.rate(), poly.power(), poly.length());
        }
        if (schedule instanceof Schedule.Sigmoid sigmoid) {
            return new SigmoidSchedule(type, sigmoid.rate(), sigmoid.slope(), sigmoid.middle());
        }
        if (schedule instanceof Schedule.Table table) {
            return new MapSchedule(type, table.rates());
        }
        if (schedule instanceof Schedule.Cycle cycle) {
            return new CycleSchedule(
                    type, cycle.rate(), cycle.peak(), cycle.length(), cycle.annealing(), cycle.decay());
        }
        if (schedule instanceof Schedule.Ramp ramp) {
            return new RampSchedule(translate(ramp.after(), type), ramp.length());
        }
        return new FixedSchedule(((Schedule.Fixed) schedule).rate());
    }
}
