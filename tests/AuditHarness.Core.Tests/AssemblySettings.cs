// Fixtures and their cases share nothing but what is made once and never changed.
[assembly: Parallelizable(ParallelScope.Children)]
