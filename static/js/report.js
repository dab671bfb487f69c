// The print button of a report.
(() => {
  const print = window.desk.$('#print');
  if (!print) return;
  print.hidden = false;
  print.addEventListener('click', () => window.print());
})();
